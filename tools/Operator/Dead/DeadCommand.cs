using System.CommandLine;
using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Dead;

/// <summary><c>dead</c>: what could not be stored (G8), and what becomes of it.</summary>
internal static class DeadCommand
{
    private static readonly Argument<string?> Product = new("product")
    {
        Description = "Only letters with orders of this product.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string> Id = new("id") { Description = "A letter, by its id." };

    private static readonly Argument<string[]> Ids = new("id")
    {
        Description = "Letters, by their ids.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Writes an array with one object per letter, and nothing else." };

    private static readonly Option<bool> All = new("--all") { Description = "All letters." };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do it; without it, only what would be done is shown." };

    public static Command Create() => new(
        "dead",
        "The dead letters: messages that could not be stored. Ends with 0 when done, 2 for an unknown id or a missing --yes, 3 if a service does not answer.")
    {
        List(),
        Show(),
        Replay(),
        Discard(),
    };

    private static Command List()
    {
        var command = new Command("list", "Lists the dead letters, those first seen before the others.") { Product, Json };
        command.SetAction((parsed, cancellation) =>
            RunAsync(desk => desk.List(parsed.GetValue(Product), parsed.GetValue(Json)), cancellation));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Shows a dead letter with its body.") { Id };
        command.SetAction((parsed, cancellation) => RunAsync(desk => desk.Show(parsed.GetValue(Id)!), cancellation));
        return command;
    }

    private static Command Replay()
    {
        var command = new Command("replay", "Puts dead letters back into the orders queue: for when the cause is gone. All of them only with --yes.")
        {
            Ids,
            All,
            Yes,
        };
        command.SetAction((parsed, cancellation) =>
            RunAsync(desk => desk.ReplayAsync(new(parsed.GetValue(Ids)!, parsed.GetValue(All)), parsed.GetValue(Yes), cancellation), cancellation));
        return command;
    }

    private static Command Discard()
    {
        var command = new Command("discard", "Gives dead letters up, and their orders with them. PostgreSQL keeps them in dead_letters. Only with --yes.")
        {
            Ids,
            All,
            Yes,
        };
        command.SetAction((parsed, cancellation) =>
            RunAsync(desk => desk.DiscardAsync(new(parsed.GetValue(Ids)!, parsed.GetValue(All)), parsed.GetValue(Yes), cancellation), cancellation));
        return command;
    }

    private static Task<int> RunAsync(Func<DeadLetterDesk, int> verb, CancellationToken cancellation) =>
        RunAsync(desk => Task.FromResult(verb(desk)), cancellation);

    private static Task<int> RunAsync(Func<DeadLetterDesk, Task<int>> verb, CancellationToken cancellation) => Verb.RunAsync(
        async () =>
        {
            await using var desk = await DeadLetterDesk.OpenAsync(cancellation);
            return await verb(desk);
        },
        ExitCode.Away,
        cancellation);
}
