using System.Text.Json.Serialization;

namespace FlashFlow.Core.Buying;

/// <summary>What is asked of an order that was bought before. Each may be asked again: twice is the same as once (G4).</summary>
[JsonDerivedType(typeof(OrderChange.Confirm), "confirm")]
[JsonDerivedType(typeof(OrderChange.Release), "release")]
[JsonDerivedType(typeof(OrderChange.Extend), "extend")]
[JsonDerivedType(typeof(OrderChange.Cancel), "cancel")]
public abstract record OrderChange
{
    private OrderChange()
    {
    }

    /// <summary>The name of the key that asked for it, within <see cref="Identifiers.IsShopperId"/>; null for a shopper, who has shown none.</summary>
    public string? By { get; init; }

    /// <summary>It was paid for. A hold becomes a sale; one that has expired does, too, if its units are still free (G9).</summary>
    /// <param name="PaymentRef">The payment, within <see cref="Identifiers.IsIdempotencyKey"/>: one payment confirms one order.</param>
    /// <param name="Amount">What was paid, in minor units of the currency.</param>
    /// <param name="Currency">ISO 4217.</param>
    public sealed record Confirm(string PaymentRef, long Amount, string Currency) : OrderChange;

    /// <summary>A hold is given up, and its units are for sale again.</summary>
    public sealed record Release : OrderChange;

    /// <summary>A hold is to last as long from now on as one that begins now.</summary>
    public sealed record Extend : OrderChange;

    /// <summary>A sale is undone, or some units of it. They do not count less for the shopper's limit.</summary>
    /// <param name="Quantity">Units; null for all that are left.</param>
    /// <param name="Key">Names this request, within <see cref="Identifiers.IsIdempotencyKey"/>: asked again under it, nothing more is cancelled.</param>
    /// <param name="Share">How much of the sale's longest wait its units wait to be sold again, drawn at random from 0 to 1.</param>
    public sealed record Cancel(int? Quantity, string Key, double Share) : OrderChange;

    /// <summary>
    /// A part of an order of several lines is given back, since the others cannot be had: a hold is released, and what this payment has confirmed
    /// is cancelled, whenever that is. Nothing else is touched.
    /// </summary>
    /// <param name="PaymentRef">The payment that the order was to be confirmed with; empty where there was none.</param>
    public sealed record Undo(string PaymentRef) : OrderChange;

    /// <summary>Nothing of any order: only what is due anyway is taken back.</summary>
    public sealed record Lapse : OrderChange;
}
