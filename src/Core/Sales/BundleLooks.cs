namespace FlashFlow.Core.Sales;

/// <summary>Looks at products as those who buy see them.</summary>
public static class BundleLooks
{
    /// <summary>What there is of several products, in their order. Of one that is made of others there is as much as these allow.</summary>
    /// <exception cref="Guarding.LedgerUnavailableException">The ledger does not answer.</exception>
    public static async Task<IReadOnlyList<SaleLook>> LookForShoppersAsync(this ISaleLedger ledger, IReadOnlyList<string> productIds)
    {
        var looks = await ledger.LookAsync(productIds);
        string[] components = [.. looks.SelectMany(look => look.Sale?.Definition.Bundle?.Components.Keys ?? []).Distinct()];
        if (components.Length == 0)
            return looks;

        var parts = components.Zip(await ledger.LookAsync(components)).ToDictionary(part => part.First, part => part.Second);
        return [.. looks.Select(look => look.Sale is { Definition.Bundle: { } bundle } sale ? look with { Sale = With(sale, bundle, parts) } : look)];
    }

    private static Sale With(Sale sale, Bundle bundle, Dictionary<string, SaleLook> parts) => sale with
    {
        Remaining = bundle.CountRemaining(id => parts[id] is { Sale: { } part, AsOf: var now } && part.Availability(now) is "open" ? part.Remaining : 0),
        Held = bundle.CountRemaining(id => parts[id].Shown?.Held ?? 0),
        NextDeadline = bundle.Components.Keys.Select(id => parts[id].Shown?.NextDeadline).Min(),
    };
}
