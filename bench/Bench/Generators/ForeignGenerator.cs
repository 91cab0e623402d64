using System.ComponentModel;
using System.Diagnostics;
using FlashFlow.Bench.Results;
using FlashFlow.Load;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Bench.Generators;

/// <summary>A generator that is a program of its own: it is run, and what it prints is read.</summary>
internal abstract class ForeignGenerator : IGenerator
{
    public abstract string Name { get; }

    // A script per request would make the generator the limit.
    public bool SendsDifferentRequests => false;

    public async Task<ScenarioRun> RunAsync(
        LoadOptions load, Func<int, bool> counts, int connections, TimeSpan duration, CancellationToken cancellation)
    {
        if (load.Requests is not null)
            throw new ToolFailedException($"{Name} sends one request again and again, and this scenario needs different ones: leave out --generator.");
        var command = Command(new Uri(load.Uri, load.Path), connections, (int)duration.TotalSeconds);
        var before = EndedChildren();
        var output = await RunAsync(command, cancellation);
        var busy = EndedChildren() - before;
        try
        {
            return Parse(output, counts) with { GeneratorLoad = busy / duration };
        }
        catch (FormatException failure)
        {
            throw new ToolFailedException($"What {Name} printed cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Its command line.</summary>
    protected abstract IReadOnlyList<string> Command(Uri uri, int connections, int seconds);

    /// <summary>Reads what it printed; the load is not its to tell.</summary>
    /// <exception cref="FormatException">That is not it.</exception>
    protected abstract ScenarioRun Parse(string output, Func<int, bool> counts);

    /// <summary>Whether a command can be run here and ends with 0.</summary>
    protected static bool Works(params string[] command)
    {
        try
        {
            using var process = Process.Start(Start(command))!;
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private async Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var process = Process.Start(Start(command))!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
                throw new ToolFailedException($"{Name} failed: {(await errors).ReplaceLineEndings(" ").Trim()}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> command) => new(command[0], command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    // Of this process's children those that have ended: among them, by now, the generator.
    private static TimeSpan EndedChildren() => ProcessFiles.Stat(Environment.ProcessId)?.Reaped ?? TimeSpan.Zero;
}
