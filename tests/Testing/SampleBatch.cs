using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;

namespace FlashFlow.Testing;

/// <summary>Orders as the ledger would accept them.</summary>
public static class SampleBatch
{
    /// <summary>A batch of orders of the product <c>phone</c>, one unit each, all bought by <c>ada</c>.</summary>
    public static OrderBatch Of(long epoch, long first, int count) => new()
    {
        Version = OrderBatch.CurrentVersion,
        ProductId = "phone",
        Epoch = epoch,
        FirstPosition = first,
        AcceptedAtMilliseconds = 1_795_334_400_123,
        OrderIds = [.. Enumerable.Range(0, count).Select(_ => OrderIds.New(TimeProvider.System))],
        ShopperIds = [.. Enumerable.Repeat("ada", count)],
        Quantities = [.. Enumerable.Repeat(1, count)],
    };

    /// <summary>The same orders, held for a minute at 4.99 EUR a unit.</summary>
    public static OrderBatch Held(long epoch, long first, int count) => Of(epoch, first, count) with
    {
        Version = OrderBatch.HeldVersion,
        HeldUntilMilliseconds = 1_795_334_460_123,
        PriceInMinorUnits = 499,
        Currency = "EUR",
    };

    /// <summary>Transitions of the product <c>phone</c>, ten seconds later.</summary>
    public static TransitionBatch Transitions(long epoch, long first, params Transition[] events) => new()
    {
        Version = TransitionBatch.CurrentVersion,
        ProductId = "phone",
        Epoch = epoch,
        FirstSeq = first,
        AtMilliseconds = 1_795_334_410_123,
        Events = events,
    };

    /// <summary>What happened to an order of one unit.</summary>
    public static Transition To(Guid orderId, long position, TransitionKind kind) =>
        new() { Kind = kind, OrderId = orderId, Position = position, Quantity = 1 };
}
