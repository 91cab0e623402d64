using System.Diagnostics;
using FlashFlow.Supervisor;

namespace FlashFlow.Testing;

/// <summary>One run of the tools' program, as an operator starts it.</summary>
public static class ToolProcess
{
    /// <returns>Its exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(Sandbox sandbox, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.ProgramOf("Operator"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in sandbox.Settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        using var tool = Process.Start(start)!;
        try
        {
            var output = Task.WhenAll(tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
            await tool.WaitForExitAsync().Within($"the end of: tools {string.Join(' ', arguments)}", TimeSpan.FromSeconds(60));
            return (tool.ExitCode, string.Join('\n', await output));
        }
        finally
        {
            if (!tool.HasExited)
                tool.Kill();
        }
    }
}
