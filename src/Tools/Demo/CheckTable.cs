using Spectre.Console;

namespace FlashFlow.Tools.Demo;

/// <summary>Shows what holds and what does not, a line each.</summary>
internal static class CheckTable
{
    /// <returns>Whether all of it holds.</returns>
    public static bool Write(IAnsiConsole console, IReadOnlyList<DemoCheck> checks)
    {
        foreach (var check in checks)
            console.MarkupLineInterpolated(check.Holds ? (FormattableString)$"  [green]holds[/]  {check.Claim}" : $"  [red]WRONG[/]  {check.Claim}: {check.Wrong}");
        return checks.All(check => check.Holds);
    }
}
