using FlashFlow.Chaos.Shopping;

namespace FlashFlow.Chaos.Plan;

/// <summary>Draws what operators do during the sale.</summary>
internal sealed class OperationDraw(Random random)
{
    private static readonly int[] PerMinute = [0, 120, 600, 1_800];

    /// <summary>Restocks every few seconds, pauses of another product now and then, and a line that moves at one rate or another and begins anew.</summary>
    public IEnumerable<ChaosStep> Until(TimeSpan duration) =>
        Restocks(duration).Concat<ChaosStep>(Pauses(duration)).Concat(RestocksOfLine(duration)).Concat(Rates(duration)).Concat(Rooms(duration)).OrderBy(step => step.At);

    private IEnumerable<RestockStep> Restocks(TimeSpan duration)
    {
        for (var at = Between(3, 6); at < duration; at += Between(3, 8))
            yield return new(at, random.Next(2) == 0 ? ChaosProduct.Restocked : ChaosProduct.Scarce, random.Next(100, 600));
    }

    private IEnumerable<PauseStep> Pauses(TimeSpan duration)
    {
        for (var at = Between(5, 12); at < duration; at += Between(10, 25))
            yield return new(at, ChaosProduct.Paused, Between(1, 4));
    }

    private IEnumerable<RestockStep> RestocksOfLine(TimeSpan duration)
    {
        for (var at = Between(3, 6); at < duration; at += Between(2, 5))
            yield return new(at, ChaosProduct.Lined, random.Next(10, 60));
    }

    private IEnumerable<RateStep> Rates(TimeSpan duration)
    {
        for (var at = Between(8, 12); at < duration; at += Between(4, 12))
            yield return new(at, ChaosProduct.Lined, PerMinute[random.Next(PerMinute.Length)]);
    }

    private IEnumerable<RoomStep> Rooms(TimeSpan duration)
    {
        for (var at = Between(25, 60); at < duration; at += Between(25, 60))
            yield return new(at, ChaosProduct.Lined);
    }

    private TimeSpan Between(int least, int most) => TimeSpan.FromSeconds(random.Next(least * 10, most * 10) / 10.0);
}
