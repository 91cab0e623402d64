using FlashFlow.Load;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Bench.Overload;

/// <summary>Reads the memory of processes, again and again, while stages come and go.</summary>
internal sealed class MemoryWatch(IReadOnlyDictionary<string, int> processes) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource end = new();
    private readonly List<string> stages = [];
    private readonly Dictionary<(string Process, string Stage), long> peaks = [];
    private Task? watching;

    /// <summary>A stage begins.</summary>
    public void Enter(string stage)
    {
        lock (gate)
            stages.Add(stage);
        Look();
        watching ??= Task.Run(WatchAsync);
    }

    /// <summary>What has been seen so far.</summary>
    public IReadOnlyList<ProcessMemory> ToReport()
    {
        Look();
        lock (gate)
            return [.. processes.Keys.Select(name => new ProcessMemory(name, [.. stages.Select(stage => (stage, peaks[(name, stage)]))]))];
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        if (watching is not null)
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(Interval, end.Token);
            Look();
        }
    }

    private void Look()
    {
        lock (gate)
        {
            foreach (var (name, id) in processes)
                peaks[(name, stages[^1])] = Math.Max(peaks.GetValueOrDefault((name, stages[^1])), ProcessFiles.ResidentBytes(id) ?? 0);
        }
    }
}
