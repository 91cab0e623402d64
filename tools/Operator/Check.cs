using FlashFlow.Supervisor;
using Spectre.Console;

namespace FlashFlow.Operator;

/// <summary>One thing that a run must show.</summary>
/// <param name="Claim">What must hold.</param>
/// <param name="Wrong">Why it does not; null when it does.</param>
internal sealed record Check(string Claim, string? Wrong)
{
    public bool Holds => Wrong is null;

    /// <summary>Tells what holds and what does not.</summary>
    /// <returns>The exit code: 0 only if all holds.</returns>
    public static int Tell(IReadOnlyList<Check> checks, IAnsiConsole console)
    {
        foreach (var check in checks)
            console.MarkupLineInterpolated(check.Holds ? (FormattableString)$"  [green]holds[/]  {check.Claim}" : $"  [red]WRONG[/]  {check.Claim}: {check.Wrong}");
        return checks.All(check => check.Holds) ? ExitCode.Ok : ExitCode.Failed;
    }
}
