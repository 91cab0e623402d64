using System.Diagnostics;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Operator.Processes;

/// <summary>
/// A front, a silo, a drain or the baselines. One that ends by itself is started again, as whatever supervises it on a machine of its own
/// would; it is counted.
/// </summary>
internal sealed class EnginePart(ProcessSupervisor supervisor, EngineProgram program) : IPart, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly ProgramDescription description = program.Describe();
    private readonly Lock gate = new();
    private Process? process;
    private int endedByItself;

    public string Name => program.Name;

    public Uri Address => program.Address;

    /// <summary>Its process id; null while it does not run.</summary>
    public int? Id => supervisor.RecordOf(Name).LivingId;

    /// <summary>How often it ended though nobody had told it to.</summary>
    public int EndedByItself => Volatile.Read(ref endedByItself);

    public Task StartAsync(CancellationToken cancellation)
    {
        lock (gate)
            Begin();
        return ReadyAsync(cancellation);
    }

    public async Task KillAsync(CancellationToken cancellation)
    {
        if (!IsMeantToEnd())
            return;
        await supervisor.KillAsync(Name);
        supervisor.RecordOf(Name).Remove();
    }

    /// <summary>SIGTERM; returns when it is gone, killed if it does not end in good time.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (IsMeantToEnd())
            await supervisor.EndAsync([Name]);
    }

    public Task FreezeAsync(CancellationToken cancellation)
    {
        supervisor.Freeze(Name);
        return Task.CompletedTask;
    }

    public Task ThawAsync(CancellationToken cancellation)
    {
        supervisor.Thaw(Name);
        return ReadyAsync(cancellation);
    }

    // It may end and be started again while it is waited for.
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await description.IsReadyAsync(cancellation))
        {
            if (Stopwatch.GetElapsedTime(began) > description.PatienceToStart)
                throw new ToolFailedException(
                    $"{Name} was not ready within {description.PatienceToStart.TotalSeconds:0} s; its log is {supervisor.State.LogOf(Name).Path}.");
            await Task.Delay(LookEvery, cancellation);
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync(CancellationToken.None);

    private bool IsMeantToEnd()
    {
        lock (gate)
        {
            var runs = process is not null;
            process = null;
            return runs;
        }
    }

    private void Begin()
    {
        process = supervisor.Start(description);
        _ = BeginAgainAsync(process);
    }

    // One that was told to end is not `process` any more.
    private async Task BeginAgainAsync(Process ending)
    {
        using (ending)
            await ending.WaitForExitAsync();
        lock (gate)
        {
            if (!ReferenceEquals(ending, process))
                return;
            Interlocked.Increment(ref endedByItself);
            Begin();
        }
    }
}
