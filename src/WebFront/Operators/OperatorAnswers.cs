using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Products;

namespace FlashFlow.WebFront.Operators;

/// <summary>Answers an operator's change with the sale as it is now.</summary>
internal sealed class OperatorAnswers(ISaleLedger ledger, StockGuards guards, ProductList list)
{
    /// <summary>Answers a call that named another sale than the present one.</summary>
    public static readonly Problem Superseded = Problems.Superseded.With("The call was made for an earlier sale: nothing was changed.");

    private static readonly Problem RestockKeyReused = Problems.KeyReused.With("It was sent with a restock of other units: nothing was changed.");

    public async Task<IResult> CreatedAsync(string productId) =>
        await FindAsync(productId) is { } sale ? TypedResults.Created($"/products/{productId}", sale) : Problems.UnknownProduct;

    public async Task<IResult> ChangedAsync(string productId) =>
        await FindAsync(productId) is { } sale ? TypedResults.Ok(sale) : Problems.UnknownProduct;

    /// <summary>That no other sale may begin while units are held; null while none are, and of a ledger that lost data.</summary>
    public async Task<Problem?> FindHoldsAsync(string productId) =>
        await ledger.FindAsync(productId) is { Held: > 0, Suspension: null } ? Problems.HoldsRemain : null;

    /// <summary>Why the product cannot be of its family, or be made of others; null where it can.</summary>
    public async Task<Problem?> FindDefectOfFamilyAsync(SaleDefinition definition)
    {
        if (definition is { Family: null, Bundle: null })
            return null;
        string[] components = [.. definition.Bundle?.Components.Keys ?? []];
        var looks = await ledger.LookAsync([definition.ProductId, .. components]);
        var before = looks[0].Sale?.Definition;
        if (before is not null && definition.Family is not null && definition.Family != before.Family)
            return Problems.FamilyIsFixed;
        var family = before?.Family ?? definition.Family;
        for (var i = 0; i < components.Length; i++)
            if (looks[i + 1].Shown?.Definition.IsComponentIn(family) != true)
                return Problems.BadSale.With($"The components must be products of the same family that have a stock: '{components[i]}' is none.");
        return null;
    }

    public IResult AfterArchiving(string productId, SaleChange change)
    {
        Forget(productId);
        return change is SaleChange.Done or SaleChange.Repeated ? TypedResults.NoContent() : Refusal(change);
    }

    public async Task<IResult> AfterAsync(string productId, SaleChange change) => change switch
    {
        SaleChange.Done or SaleChange.Repeated => await ChangedAsync(productId),
        _ => Refusal(change),
    };

    /// <param name="productId">The product.</param>
    /// <param name="outcome">What became of its definition.</param>
    /// <param name="isMeant">Whether the call named a sale.</param>
    public async Task<IResult> AfterAsync(string productId, DefineOutcome outcome, bool isMeant) => outcome switch
    {
        DefineOutcome.Started => await CreatedAsync(productId),
        DefineOutcome.Changed => await ChangedAsync(productId),
        DefineOutcome.StockIsFixed => Problems.StockIsFixed,
        DefineOutcome.Closed => Problems.Closed.With("A closed sale is not changed. Start a new one with ?reset=true."),
        DefineOutcome.LedgerIsLost => Problems.LedgerIsLost,
        _ => isMeant ? Superseded : Problems.Superseded,
    };

    private static Problem Refusal(SaleChange change) => change switch
    {
        SaleChange.UnknownProduct => Problems.UnknownProduct,
        SaleChange.Closed => Problems.Closed,
        SaleChange.Superseded => Superseded,
        SaleChange.Suspended => Problems.LedgerIsLost,
        SaleChange.NotOver => Problems.NotOver,
        SaleChange.HoldsRemain => Problems.HoldsRemain,
        SaleChange.KeyReused => RestockKeyReused,
        SaleChange.IsBundle => Problems.BadQuantity.With("A bundle has no units of its own: restock what it is made of."),
        SaleChange.TooMany => Problems.BadQuantity.With($"A sale holds at most {SaleDefinition.MaxStock} units."),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
    };

    private async Task<SaleView?> FindAsync(string productId)
    {
        Forget(productId);
        return SaleView.Of(productId, (await ledger.LookAsync([productId]))[0]);
    }

    // Whoever has heard this answer finds it so at this front.
    private void Forget(string productId)
    {
        guards.ForgetSoldOut(productId);
        list.Forget();
    }
}
