using FlashFlow.Core.Buying;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Carts;

/// <summary>Works out what an order of several lines takes of which product, or why it cannot be had.</summary>
/// <param name="Parts">What it takes, product by product in the order of family and id, which everybody keeps to. Empty where it is refused.</param>
/// <param name="Refusal">Why it cannot be had; null where that is the ledger's to say.</param>
/// <param name="Refused">The product that it cannot be had of.</param>
public sealed record CartPlan(IReadOnlyList<CartPart> Parts, OrderOutcome? Refusal = null, string Refused = "")
{
    /// <summary>The plan of a cart.</summary>
    /// <param name="lines">What is asked for.</param>
    /// <param name="sales">The sales of the products, and of those that they are made of.</param>
    /// <param name="nameOrder">Names the order of a product in its sale.</param>
    public static CartPlan Of(IReadOnlyList<CartLine> lines, IReadOnlyDictionary<string, Sale> sales, Func<string, long, Guid> nameOrder)
    {
        // Demand is summed first: two lines of one product take what they take together.
        var demand = new SortedDictionary<string, Demand>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (!sales.TryGetValue(line.ProductId, out var sale))
                return new([], OrderOutcome.UnknownProduct, line.ProductId);
            if (sale.Definition.Bundle is not { } bundle)
                Of(demand, line.ProductId).Add(line.Quantity, sale.Definition.PriceInMinorUnits * line.Quantity);
            else if (!bundle.Components.Keys.All(id => sales.GetValueOrDefault(id)?.Definition.IsComponentIn(sale.Definition.Family) == true))
                return new([], OrderOutcome.UnknownProduct, line.ProductId);
            else
                AddBundle(demand, line, sale.Definition, bundle, sales);
        }

        if (demand.Keys.FirstOrDefault(id => sales[id].Definition.Currency != sales[lines[0].ProductId].Definition.Currency) is { } other)
            return new([], OrderOutcome.MixedCurrencies, other);
        return new([.. demand.Select(product => Part(sales[product.Key], product.Value, nameOrder))
            .OrderBy(part => part.FamilyName, StringComparer.Ordinal).ThenBy(part => part.ProductId, StringComparer.Ordinal)]);
    }

    private static void AddBundle(
        SortedDictionary<string, Demand> demand, CartLine line, SaleDefinition definition, Bundle bundle, IReadOnlyDictionary<string, Sale> sales)
    {
        Of(demand, line.ProductId).IsBundle = true;
        var components = bundle.Components.ToArray();
        var shares = Shares.Split(
            definition.PriceInMinorUnits * line.Quantity,
            [.. components.Select(component => sales[component.Key].Definition.PriceInMinorUnits * component.Value)]);
        for (var i = 0; i < components.Length; i++)
            Of(demand, components[i].Key).Add((long)components[i].Value * line.Quantity, shares[i], isOfBundle: true);
    }

    private static Demand Of(SortedDictionary<string, Demand> demand, string productId)
    {
        if (!demand.TryGetValue(productId, out var of))
            demand.Add(productId, of = new());
        return of;
    }

    private static CartPart Part(Sale sale, Demand of, Func<string, long, Guid> nameOrder) => new()
    {
        ProductId = sale.Definition.ProductId,
        Family = sale.Definition.Family,
        Epoch = sale.Epoch,
        OrderId = nameOrder(sale.Definition.ProductId, sale.Epoch),
        Quantity = (int)Math.Min(of.Units, int.MaxValue),
        Amount = of.IsOfBundle ? of.Amount : null,
        IsBundle = of.IsBundle,
    };

    private sealed class Demand
    {
        public bool IsBundle { get; set; }

        public long Units { get; private set; }

        public long Amount { get; private set; }

        public bool IsOfBundle { get; private set; }

        public void Add(long units, long amount, bool isOfBundle = false)
        {
            Units += units;
            Amount += amount;
            IsOfBundle |= isOfBundle;
        }
    }
}
