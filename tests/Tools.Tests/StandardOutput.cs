using System.CommandLine;

namespace FlashFlow.Tools.Tests;

/// <summary>What a command writes to standard output. There is one for all tests, so those that read it take turns: they are of this collection.</summary>
[CollectionDefinition(nameof(StandardOutput))]
public sealed class StandardOutput
{
    /// <summary>Runs a command.</summary>
    /// <returns>Its exit code and what it wrote.</returns>
    internal static async Task<(int ExitCode, string Output)> OfAsync(Command command, params string[] arguments)
    {
        var standardOutput = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            return (await command.Parse(arguments).InvokeAsync(new() { EnableDefaultExceptionHandler = false }), output.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
        }
    }
}
