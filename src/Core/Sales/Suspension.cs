using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Sales;

/// <summary>Why a sale sells nothing: its ledger is behind what is known to be sold, so it lost data (G7). Only a rebuild or a new sale ends it.</summary>
/// <param name="Known">The furthest that anyone knows the product's sales to have come.</param>
/// <param name="Ledger">How far the ledger had come when that was seen; <see cref="HighWaterMark.None"/> when the product was gone from it.</param>
/// <param name="Since">When it was seen first, by the ledger's clock.</param>
public sealed record Suspension(HighWaterMark Known, HighWaterMark Ledger, DateTimeOffset Since)
{
    /// <summary>The same in a sentence for operators.</summary>
    public string Reason => Ledger switch
    {
        { Epoch: 0 } => $"the ledger has lost sale {Known.Epoch}, which had come to transition {Known.Seq}",
        _ when Ledger.Epoch == Known.Epoch => $"the ledger of sale {Known.Epoch} is back at transition {Ledger.Seq}, and {Known.Seq} had happened",
        _ => $"the ledger is back at sale {Ledger.Epoch}, and sale {Known.Epoch} had begun",
    };
}
