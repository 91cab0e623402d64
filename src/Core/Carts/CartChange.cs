using System.Text.Json.Serialization;
using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Carts;

/// <summary>What is asked of an order of several lines. It is remembered until it is done to all of its parts, so that a process that dies leaves no half of it.</summary>
public sealed record CartChange
{
    /// <summary>What is asked.</summary>
    public required CartChangeKind Kind { get; init; }

    /// <summary>The payment, where it is confirmed.</summary>
    public string PaymentRef { get; init; } = "";

    /// <summary>The currency of the payment.</summary>
    public string Currency { get; init; } = "";

    /// <summary>What each order of it costs, in minor units, where it is confirmed.</summary>
    public IReadOnlyList<long> Amounts { get; init; } = [];

    /// <summary>Names the request, where it is cancelled.</summary>
    public string Key { get; init; } = "";

    /// <summary>How much of the longest wait cancelled units wait, from 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>The name of the key that asked for it; null for a shopper.</summary>
    public string? By { get; init; }

    /// <summary>What is asked of an order, of all orders of a cart.</summary>
    /// <param name="change">What is asked.</param>
    /// <param name="amounts">What each order costs, in minor units.</param>
    public static CartChange From(OrderChange change, IReadOnlyList<long> amounts) => change switch
    {
        OrderChange.Confirm confirm => new()
        {
            Kind = CartChangeKind.Confirm, PaymentRef = confirm.PaymentRef, Currency = confirm.Currency, Amounts = amounts, By = change.By,
        },
        OrderChange.Release => new() { Kind = CartChangeKind.Release, By = change.By },
        OrderChange.Extend => new() { Kind = CartChangeKind.Extend, By = change.By },
        OrderChange.Cancel cancel => new() { Kind = CartChangeKind.Cancel, Key = cancel.Key, Share = cancel.Share, By = change.By },
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No change of a cart."),
    };

    /// <summary>The same of one of its orders.</summary>
    /// <param name="index">Which.</param>
    public OrderChange Of(int index) => (OrderChange)(Kind switch
    {
        CartChangeKind.Confirm => new OrderChange.Confirm(PaymentRef, Amounts[index], Currency),
        CartChangeKind.Release => new OrderChange.Release(),
        CartChangeKind.Extend => new OrderChange.Extend(),
        CartChangeKind.Cancel => new OrderChange.Cancel(null, Key, Share),
        _ => throw new InvalidOperationException($"There is no change of the kind {Kind}."),
    }) with { By = By };
}

/// <summary>What can be asked of an order of several lines.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CartChangeKind>))]
public enum CartChangeKind
{
    /// <summary>It was paid for.</summary>
    Confirm,

    /// <summary>It is given up.</summary>
    Release,

    /// <summary>It is to be held longer.</summary>
    Extend,

    /// <summary>It is undone after it was sold.</summary>
    Cancel,
}
