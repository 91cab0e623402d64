namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Plain good values, to be varied by <c>with</c>.</summary>
public static class Samples
{
    public const string Product = "phone";

    public const long Epoch = 7;

    public static OrderOperation Buy(int number = 1) => new(Id(number), $"shopper-{number}", Quantity: 1);

    public static OrderOperation Retry(int number = 1) => Buy(number) with { Epoch = Epoch, MayBeReplay = true };

    /// <summary>Orders of one unit each, at positions <paramref name="first"/> and following.</summary>
    public static OrderBatch Batch(int first = 1, int count = 1) => new()
    {
        Version = OrderBatch.CurrentVersion,
        ProductId = Product,
        Epoch = Epoch,
        FirstPosition = first,
        AcceptedAtMilliseconds = 1_795_334_400_123,
        OrderIds = [.. Enumerable.Range(first, count).Select(Id)],
        ShopperIds = [.. Enumerable.Range(first, count).Select(i => $"shopper-{i}")],
        Quantities = [.. Enumerable.Repeat(1, count)],
    };

    /// <summary>The same orders, held for a minute at 4.99 EUR each.</summary>
    public static OrderBatch Held(int first = 1, int count = 1) => Batch(first, count) with
    {
        Version = OrderBatch.HeldVersion,
        HeldUntilMilliseconds = 1_795_334_460_123,
        PriceInMinorUnits = 499,
        Currency = "EUR",
    };

    /// <summary>Transitions with the number <paramref name="first"/> and following.</summary>
    public static TransitionBatch Happened(int first, params Transition[] events) => new()
    {
        Version = TransitionBatch.CurrentVersion,
        ProductId = Product,
        Epoch = Epoch,
        FirstSeq = first,
        AtMilliseconds = 1_795_334_450_123,
        Events = events,
    };

    /// <summary>What happened to the order of one unit at a position.</summary>
    public static Transition To(int position, TransitionKind kind) =>
        new() { Kind = kind, OrderId = Id(position), Position = position, Quantity = 1 };

    /// <summary>An entry with one order, whose position is the entry's id where that is a number.</summary>
    public static OutboxEntry Entry(string id, string productId = Product) =>
        new(productId, id, (Batch(int.TryParse(id, out var position) ? position : 1) with { ProductId = productId }).ToJson());

    public static Sale Sale(string productId = Product, long epoch = Epoch) => new()
    {
        Epoch = epoch,
        Definition = new() { ProductId = productId, Name = "A phone", Stock = 100 },
        State = SaleState.Open,
        Added = 0,
        Remaining = 100,
        Accepted = 0,
        Orders = 0,
        Seq = 0,
        Changes = 0,
    };

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
