using System.CommandLine;
using FlashFlow.Core;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Supervisor;
using Spectre.Console;

namespace FlashFlow.Operator.Forget;

/// <summary><c>forget</c>: a shopper's right not to be known any more.</summary>
internal static class ForgetCommand
{
    private static readonly Argument<string> Shopper = new("shopper") { Description = "The shopper's id, as orders name it." };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do it; without it, only what would be done is shown. Nobody can undo it." };

    public static Command Create()
    {
        var command = new Command(
            "forget",
            """
            Has all that PostgreSQL stores of a shopper's orders name somebody who does not exist: the orders, and so exports and the feed, and dead letters that were decided about. Books, totals and numbers stay. The table forgotten_shoppers records when it was done, by whom, and of how many orders.

            A sale that is not archived knows its shoppers until it is: archive it, and forget them once more. Ends with 0 when nothing names the shopper any more, 1 when something still does, 2 for what is no shopper's id, 3 if PostgreSQL does not answer.
            """)
        {
            Shopper,
            Yes,
        };
        Shopper.Validators.Add(result =>
        {
            if (!Identifiers.IsShopperId(result.Tokens[0].Value))
                result.AddError($"'{result.Tokens[0].Value}' is no shopper's id.");
        });
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            engine => RunAsync(engine.Shoppers, parsed.GetRequiredValue(Shopper), parsed.GetValue(Yes), cancellation), ExitCode.Away, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(PostgresShoppers shoppers, string shopperId, bool isWanted, CancellationToken cancellation)
    {
        var console = Terminal.Open();
        ShopperTraces traces;
        if (isWanted)
        {
            (var pseudonym, traces) = await shoppers.ForgetAsync(shopperId, Environment.UserName, cancellation);
            console.WriteLine($"Forgotten: {Count(traces)}; the orders name {pseudonym} now.");
        }
        else
        {
            traces = await shoppers.FindAsync(shopperId, cancellation);
            console.WriteLine($"Stored: {Count(traces)}. Nothing was changed: ./flashflow forget {shopperId} --yes does it.");
        }

        if (traces.Elsewhere.Count == 0)
            return ExitCode.Ok;
        console.MarkupLine("[yellow]The shopper is known elsewhere, too:[/]");
        foreach (var place in traces.Elsewhere)
            console.WriteLine($"  {place}");
        console.WriteLine("Forget the shopper once more when that is over.");
        return ExitCode.Failed;
    }

    private static string Count(ShopperTraces traces) => $"{traces.Orders:N0} orders, {traces.Letters:N0} dead letters";
}
