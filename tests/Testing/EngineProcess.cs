using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace FlashFlow.Testing;

/// <summary>A front, a silo or a drain in a process of its own, so that it can be killed.</summary>
public sealed class EngineProcess : IAsyncDisposable
{
    private const string ListeningMessage = "Now listening on: ";
    private const string FaultMessage = "at fault point ";

    private static int started;

    private readonly Process process;
    private readonly RecordedProcess record;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EngineProcess(string project, IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(RealServices.Artifacts, "bin", project, "release", $"FlashFlow.{project}.dll"));
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        foreach (var (key, value) in settings)
            start.ArgumentList.Add($"--{key}={value}");

        process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"{Name} ended early.\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Project = project;
        Name = $"{project.ToLowerInvariant()}-{Interlocked.Increment(ref started)}";
        record = RecordedProcess.Of(process, Name);
    }

    public string Project { get; }

    public string Name { get; }

    public bool IsRunning => !process.HasExited;

    public Uri Address => listening.Task.Result;

    public string Output => string.Join('\n', output);

    public static Task<EngineProcess> StartFrontAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        StartAsync("WebFront", sandbox, [.. settings, ("FlashFlow:Front:DemoMode", "true")]);

    public static Task<EngineProcess> StartDrainAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        StartAsync("Drain", sandbox, settings);

    public static Task<EngineProcess> StartSiloAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        StartAsync("Silo", sandbox, [.. settings, .. SiloPorts()]);

    /// <summary>
    /// A <paramref name="process"/> (<c>WebFront</c>, <c>Silo</c> or <c>Drain</c>) that dies, or stands still, at a point that tests/FaultHost names.
    /// </summary>
    public static Task<EngineProcess> StartFaultyAsync(Sandbox sandbox, string process, string point, bool stalls, params (string Key, string Value)[] settings) =>
        StartAsync("FaultHost", sandbox,
        [
            .. settings,
            ("FlashFlow:Fault:Process", process),
            ("FlashFlow:Fault:Point", point),
            ("FlashFlow:Fault:Stalls", stalls ? "true" : "false"),
            ("FlashFlow:Front:DemoMode", "true"),
            .. SiloPorts(),
        ]);

    /// <summary>What fronts in this sandbox cannot be without: a silo in a cluster, otherwise nothing.</summary>
    public static async Task<EngineProcess?> StartGuardAsync(Sandbox sandbox) =>
        sandbox.Settings[GuardModes.Setting] == GuardModes.Cluster ? await StartSiloAsync(sandbox) : null;

    /// <summary>SIGKILL: it does not notice.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().Within($"the end of {Name} after SIGKILL");
        record.Forget();
    }

    /// <summary>Waits until it has come to the fault point that it was started with.</summary>
    public Task AtFaultPointAsync() => Eventually.HoldsAsync(
        $"{Name} at its fault point", () => Task.FromResult(output.Any(line => line.StartsWith(FaultMessage, StringComparison.Ordinal))));

    /// <summary>Waits for the end that it comes to by itself.</summary>
    public async Task EndAsync()
    {
        await process.WaitForExitAsync().Within($"the end of {Name}");
        record.Forget();
    }

    /// <summary>SIGTERM: it may finish what it is doing.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync().Within($"the end of {Name} after SIGTERM");
        record.Forget();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static async Task<EngineProcess> StartAsync(string project, Sandbox sandbox, (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(sandbox.Settings);
        foreach (var (key, value) in settings)
            all[key] = value;
        var engine = new EngineProcess(project, all);
        try
        {
            // A silo first makes sure that those before it are gone.
            var address = await engine.listening.Task.Within($"{engine.Name} to listen", TimeSpan.FromSeconds(60));
            using var client = new HttpClient();
            await Eventually.HoldsAsync(
                $"{engine.Name} to be ready",
                async () => (await client.GetAsync(new Uri(address, "/health/ready"))).IsSuccessStatusCode);
            return engine;
        }
        catch (TimeoutException failure)
        {
            await engine.DisposeAsync();
            throw new TimeoutException($"{failure.Message}\n{engine.Output}", failure);
        }
    }

    // Silos tell each other their ports, so they must know them beforehand.
    private static (string Key, string Value)[] SiloPorts()
    {
        static string Port() => FreePort.Find().ToString(CultureInfo.InvariantCulture);
        return [("FlashFlow:Silo:Port", Port()), ("FlashFlow:Silo:GatewayPort", Port())];
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        output.Enqueue(line);
        if (line.IndexOf(ListeningMessage, StringComparison.Ordinal) is >= 0 and var at)
            listening.TrySetResult(new(line[(at + ListeningMessage.Length)..].Split('"')[0]));
    }
}
