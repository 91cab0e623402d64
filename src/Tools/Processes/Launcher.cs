using System.Diagnostics;

namespace FlashFlow.Tools.Processes;

/// <summary>Runs other programs and waits for their end.</summary>
internal static class Launcher
{
    /// <param name="program">Its path.</param>
    /// <param name="cancellation">Ends the waiting; the program goes on.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="ToolFailedException">It ended with anything but 0.</exception>
    public static async Task RunAsync(string program, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new ToolFailedException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} failed: {string.Concat(await output).ReplaceLineEndings(" ").Trim()}");
    }
}
