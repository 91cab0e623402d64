using Spectre.Console;

namespace FlashFlow.Operator;

/// <summary>Where the tools write for a person to read.</summary>
internal static class Terminal
{
    private const int NeverWrap = 1_000;

    /// <summary>Standard output: with colours and moving bars on a terminal, plain whole lines in a file or a pipe.</summary>
    public static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Create(new());

        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = NeverWrap;
        return console;
    }
}
