namespace FlashFlow.Core.Tests.StandIns;

/// <summary>What the stand-ins of a test did, in the order in which they did it.</summary>
public sealed class Journal
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(string Line, int Times, TaskCompletionSource Read)> readers = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
                return [.. lines];
        }
    }

    public void Write(string line)
    {
        lock (gate)
        {
            lines.Add(line);
            foreach (var reader in readers.Where(reader => reader.Line == line && Has(line, reader.Times)))
                reader.Read.TrySetResult();
        }
    }

    /// <summary>Waits until the line stands here so many times.</summary>
    public async Task ReadsAsync(string line, int times = 1)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (Has(line, times))
                return;
            readers.Add((line, times, read));
        }

        try
        {
            await read.Task.Within("");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited in vain for line {times} of '{line}'; there is: {string.Join("; ", Lines)}.");
        }
    }

    private bool Has(string line, int times) => lines.Count(written => written == line) >= times;
}
