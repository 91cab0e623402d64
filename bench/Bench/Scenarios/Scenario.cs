using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Something whose throughput is measured, run by run.</summary>
/// <param name="name">As it is asked for.</param>
internal abstract class Scenario(string name)
{
    private const int Ok = 200;

    /// <summary>As it is asked for.</summary>
    public string Name => name;

    /// <summary>What is counted, in a few words.</summary>
    public abstract string Meaning { get; }

    /// <summary>Whether a run warms itself up, since it starts processes of its own.</summary>
    public virtual bool WarmsUpItself => false;

    /// <summary>Whether an answer counts, by its HTTP status.</summary>
    public virtual bool Counts(int status) => status == Ok;

    /// <summary>Done once, before anything else is.</summary>
    public virtual Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Makes ready for one run.</summary>
    /// <returns>What is sent.</returns>
    public abstract Task<LoadOptions> PrepareAsync(CancellationToken cancellation);

    /// <summary>Waits until nothing that the run began is still at work, which the next one would feel.</summary>
    public virtual Task SettleAsync(CancellationToken cancellation) => Task.CompletedTask;
}
