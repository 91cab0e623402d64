using System.Collections.Concurrent;
using System.Diagnostics;

namespace FlashFlow.Supervisor.Tests.Cli;

/// <summary>A run of the launcher's program in a state directory, with servers of its own.</summary>
public sealed class LauncherRun : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    public LauncherRun(StateDirectory state, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.ProgramOf("Cli"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[StateDirectory.Variable] = state.Root;
        start.Environment["FLASHFLOW_NO_DOCKER"] = "1";
        foreach (var kind in ServerKind.All)
            start.Environment.Remove(kind.Variable);
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', output);

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(StateDirectory state, params string[] arguments)
    {
        using var run = new LauncherRun(state, arguments);
        return (await run.EndAsync(), run.Output);
    }

    public Task SaysAsync(string words) => Eventually.SeesAsync(
        $"the launcher to say: {words}",
        () => !process.HasExited || Output.Contains(words, StringComparison.Ordinal) ? Task.FromResult(Output) : throw new InvalidOperationException($"It ended early.\n{Output}"),
        said => said.Contains(words, StringComparison.Ordinal),
        Bound);

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().Within("the end of the launcher", Bound);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
