using FlashFlow.Core.Auditing;
using FlashFlow.Operator.Demo;
using FlashFlow.Load;

namespace FlashFlow.Bench.Overload;

/// <summary>All that an overload brought to light.</summary>
internal sealed record OverloadResult
{
    private const int CalmSlices = 5;

    public required OverloadOptions Options { get; init; }

    public required DemoSale Sale { get; init; }

    /// <summary>What the engine accepts per second of a crowd that waits for its answers.</summary>
    public required double Capacity { get; init; }

    /// <summary>Closed loop: warm-up and capacity.</summary>
    public required IReadOnlyList<LoadReport> Closed { get; init; }

    /// <summary>Before the overload, at half the capacity.</summary>
    public required OpenLoadReport Before { get; init; }

    public required OpenLoadReport During { get; init; }

    /// <summary>After it, at half the capacity again.</summary>
    public required OpenLoadReport After { get; init; }

    /// <summary>What the shoppers were told, from first to last.</summary>
    public required BuyAnswers Answers { get; init; }

    public required IReadOnlyList<ProcessMemory> Memory { get; init; }

    public required IReadOnlyList<Guid> StoredOrderIds { get; init; }

    public required IReadOnlyList<Books> Books { get; init; }

    public IReadOnlyList<OpenLoadReport> Stages => [Before, During, After];

    /// <summary>Requests of which nobody knows what became: without an answer, or answered so.</summary>
    public long Untold =>
        Stages.Sum(stage => stage.Unanswered + stage.Errors.Values.Sum()) + Closed.Sum(load => load.ErrorCount)
        + Answers.Unexpected.GetValueOrDefault("503 outcome_unknown");

    /// <summary>
    /// From the end of the overload until half a second began in which accepted buys were as quick as before and none was refused; null
    /// when there was none. As quick: the median of each tenth of a second is at most what 99 of 100 had before.
    /// </summary>
    public TimeSpan? RecoveredAfter
    {
        get
        {
            var usual = Before.Latency.TryGetValue(202, out var latency) ? latency.P99 : TimeSpan.Zero;
            var calm = 0;
            for (var i = 0; i < After.Slices.Count; i++)
            {
                calm = After.Slices[i] is { NotAccepted: 0, Accepted: > 0 } slice && slice.Median <= usual ? calm + 1 : 0;
                if (calm == CalmSlices)
                    return TimeSpan.FromMilliseconds(100) * (i + 1 - CalmSlices);
            }

            return null;
        }
    }
}
