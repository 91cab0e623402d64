using System.Diagnostics;

namespace FlashFlow.Supervisor.Processes;

/// <summary>A short run of another program, which is waited for.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ShortCommand(string FileName, params string[] Arguments)
{
    /// <summary>What it gets on top of the environment of who runs it.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Its working directory.</summary>
    public string Directory { get; init; } = "/";

    /// <summary>What it reads.</summary>
    public string Input { get; init; } = "";

    /// <summary>Where what it writes is added; without it, nowhere.</summary>
    public LogFile? Log { get; init; }

    /// <summary>How long it may take; then it is killed, and has failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <returns>What it wrote and its exit code; 127 where there is no such program, 124 when it took too long.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"there is no program {FileName}");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.StandardInput.WriteAsync(Input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            var text = string.Concat(await output);
            if (Log is not null && text.Length > 0)
                await File.AppendAllTextAsync(Log.Path, text, cancellation);
            return (process.ExitCode, text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return (124, $"{FileName} took longer than {Patience.TotalSeconds:0} s");
        }
    }
}
