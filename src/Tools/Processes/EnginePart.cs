using System.Diagnostics;
using System.Globalization;

namespace FlashFlow.Tools.Processes;

/// <summary>
/// A front, a silo, a drain or the baselines, a child process of this one. One that ends by itself is started again, as whatever supervises it on a
/// machine of its own would; it is counted.
/// </summary>
internal sealed class EnginePart : IPart, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PatienceToEnd = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly EngineProgram program;
    private readonly ProcessRecord record;
    private readonly Lock gate = new();
    private Process? process;
    private int endedByItself;

    public EnginePart(EngineProgram program)
    {
        this.program = program;
        record = new(program.State, program.Name);
    }

    public string Name => program.Name;

    public Uri Address => program.Address;

    /// <summary>Its process id; null while it does not run.</summary>
    public int? Id
    {
        get
        {
            lock (gate)
                return process?.Id;
        }
    }

    /// <summary>How often it ended though nobody had told it to.</summary>
    public int EndedByItself => Volatile.Read(ref endedByItself);

    public Task StartAsync(CancellationToken cancellation)
    {
        Begin();
        return ReadyAsync(cancellation);
    }

    public async Task KillAsync(CancellationToken cancellation)
    {
        Process ending;
        lock (gate)
        {
            if (process is null)
                return;
            (ending, process) = (process, null);
        }

        ending.Kill();
        await ending.WaitForExitAsync(cancellation);
        ending.Dispose();
        record.Remove();
    }

    /// <summary>SIGTERM; returns when it is gone, killed if it does not end in good time.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        Process ending;
        lock (gate)
        {
            if (process is null)
                return;
            (ending, process) = (process, null);
        }

        await Launcher.RunAsync("kill", cancellation, ending.Id.ToString(CultureInfo.InvariantCulture));
        try
        {
            await ending.WaitForExitAsync(cancellation).WaitAsync(PatienceToEnd, cancellation);
        }
        catch (TimeoutException)
        {
            ending.Kill();
            await ending.WaitForExitAsync(cancellation);
        }

        ending.Dispose();
        record.Remove();
    }

    public Task FreezeAsync(CancellationToken cancellation) => SignalAsync("STOP", cancellation);

    public async Task ThawAsync(CancellationToken cancellation)
    {
        await SignalAsync("CONT", cancellation);
        await ReadyAsync(cancellation);
    }

    public async Task ReadyAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancellation))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new ToolFailedException($"{Name} was not ready within {Patience.TotalSeconds:0} s; its log is {program.Log}.");
            await Task.Delay(LookEvery, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        http.Dispose();
    }

    private void Begin()
    {
        lock (gate)
        {
            process = new() { StartInfo = program.Start(), EnableRaisingEvents = true };
            process.Exited += BeginAgain;
            process.Start();
            record.Write(process);
        }
    }

    // A killed one is not `process` any more.
    private void BeginAgain(object? ended, EventArgs nothing)
    {
        lock (gate)
        {
            if (process is null || !ReferenceEquals(ended, process))
                return;
            Interlocked.Increment(ref endedByItself);
            process.Dispose();
            Begin();
        }
    }

    private Task SignalAsync(string signal, CancellationToken cancellation)
    {
        int id;
        lock (gate)
            id = process?.Id ?? throw new InvalidOperationException($"{Name} does not run.");
        return Launcher.RunAsync("kill", cancellation, "-s", signal, id.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "/health/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
