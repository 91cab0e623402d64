using FlashFlow.Chaos.Shopping;

namespace FlashFlow.Chaos.Plan;

/// <summary>Draws what operators do during the sale.</summary>
internal sealed class OperationDraw(Random random)
{
    /// <summary>Restocks of two products every few seconds, and pauses of another now and then.</summary>
    public IEnumerable<ChaosStep> Until(TimeSpan duration) => Restocks(duration).Concat<ChaosStep>(Pauses(duration)).OrderBy(step => step.At);

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

    private TimeSpan Between(int least, int most) => TimeSpan.FromSeconds(random.Next(least * 10, most * 10) / 10.0);
}
