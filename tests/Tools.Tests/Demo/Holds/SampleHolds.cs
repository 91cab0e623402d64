using FlashFlow.Core.Auditing;
using FlashFlow.Operator.Demo.Holds;

namespace FlashFlow.Tools.Tests.Demo.Holds;

/// <summary>Runs of two units as they can be, made up.</summary>
internal static class SampleHolds
{
    public const int Stock = 2;
    public const long Epoch = 7;
    private const int HoldMilliseconds = 5_000;

    private static readonly DateTimeOffset Start = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Two holds, of which the second lapses and its unit is held again 40 ms later and paid for.</summary>
    public static HoldsRecord Record()
    {
        HeldUnit[] held = [Unit(1, 0), Unit(2, 10), Unit(3, 10 + HoldMilliseconds + 40)];
        return new(held, new HashSet<Guid> { Id(1), Id(3) }, new HashSet<Guid>(), new HashSet<Guid>(), new Dictionary<string, long>());
    }

    /// <summary>A run with this record, after which all is as it should be.</summary>
    public static HoldsResult Result(HoldsRecord record) => new()
    {
        Epoch = Epoch,
        Stock = Stock,
        Shoppers = 6,
        NeverPaying = 2,
        Record = record,
        Took = TimeSpan.FromSeconds(7.2),
        Books = [Books(sold: 2)],
    };

    /// <summary>Books of a sale in which so many units are sold, and all else lapsed.</summary>
    public static Books Books(int sold, int held = 0) => new()
    {
        ProductId = HoldsFront.ProductId,
        Epoch = Epoch,
        IsCurrent = true,
        Initial = Stock,
        Added = 0,
        Remaining = Stock - sold - held,
        Held = held,
        Lapsed = 3 - sold - held,
        Accepted = new(3, 3),
        Outbox = default,
        Stored = new(3, 3),
        Dead = default,
    };

    /// <summary>A unit that was held so long after the first buy.</summary>
    public static HeldUnit Unit(int number, int milliseconds)
    {
        var at = Start.AddMilliseconds(milliseconds);
        return new(Id(number), at, at.AddMilliseconds(HoldMilliseconds), 4_990, "EUR");
    }

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
