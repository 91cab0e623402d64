using System.CommandLine;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using Spectre.Console;

namespace FlashFlow.Operator.Rebuild;

/// <summary><c>rebuild</c>: makes the ledger of a suspended product anew (G7).</summary>
internal static class RebuildCommand
{
    private static readonly Argument<string> Product = new("product") { Description = "The suspended product." };

    private static readonly Option<bool> Yes = new("--yes")
    {
        Description = "Replaces the ledger and opens the sale again. Without it, nothing is changed.",
    };

    private static readonly Option<bool> AcceptLoss = new("--accept-loss")
    {
        Description = "Goes on also when accepted orders are found nowhere; their units are sold again.",
    };

    private static readonly Option<int> Wait = NumberOption.Create(
        "--wait", "How long orders that are on their way or missing are waited for", "SECONDS", usual: 30, min: 0, max: 86_400);

    public static Command Create()
    {
        var command = new Command(
            "rebuild",
            "Waits until the drains have stored what is on its way, puts a suspended sale together from PostgreSQL, dead letters and what is left in Redis, shows its books, and reopens it on --yes. "
            + "Ends with 0 when that is done or could be done, 1 when orders are missing or still on their way, 2 for a product that is not suspended, 3 if a service does not answer.")
        {
            Product,
            Yes,
            AcceptLoss,
            Wait,
        };
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            engine => RunAsync(
                engine.Rebuild,
                parsed.GetRequiredValue(Product),
                parsed.GetValue(Yes),
                parsed.GetValue(AcceptLoss),
                TimeSpan.FromSeconds(parsed.GetValue(Wait)),
                cancellation),
            ExitCode.Away,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        LedgerRebuild rebuild, string productId, bool isWanted, bool acceptsLoss, TimeSpan wait, CancellationToken cancellation)
    {
        var console = Terminal.Open();
        var search = new RebuildSearch(rebuild, TimeProvider.System);
        if (await search.RunAsync(productId, wait, plan => console.WriteLine(WhyWait(plan)), cancellation) is not { } plan)
        {
            await Console.Error.WriteLineAsync($"flashflow: '{productId}' is not suspended: its ledger knows of every order that is stored or on its way.");
            return ExitCode.Usage;
        }

        var missing = plan.FindMissing();
        RebuildTable.Write(console, plan, missing);
        if (plan.Waiting > 0)
        {
            console.MarkupLineInterpolated($"[red]Not rebuilt:[/] orders may still be on their way: {plan.Waiting:N0} messages wait in RabbitMQ for a drain to store them.");
            console.WriteLine("Start a drain, or see what holds it up (./flashflow status), and try again; --wait SECONDS waits longer.");
            return ExitCode.Failed;
        }

        if (missing.Count > 0 && !acceptsLoss)
        {
            console.MarkupLine("[red]Not rebuilt:[/] orders, or what happened to them, are missing. A running front, silo or drain may still have them: wait, or start what is down.");
            console.WriteLine("Where they are lost for good, --accept-loss goes on without them: their shoppers have been told what they are about.");
            return ExitCode.Failed;
        }

        return isWanted ? await CarryOutAsync(rebuild, console, plan) : Offer(console, productId);
    }

    private static string WhyWait(RebuildPlan plan) => plan.Waiting == 0
        ? "looking for orders that are still on their way ..."
        : $"waiting until the drains have stored what is on its way ({plan.Waiting:N0} messages wait in RabbitMQ) ...";

    private static int Offer(IAnsiConsole console, string productId)
    {
        console.WriteLine($"Nothing was changed. ./flashflow rebuild {productId} --yes replaces the ledger and reopens the sale.");
        return ExitCode.Ok;
    }

    private static async Task<int> CarryOutAsync(LedgerRebuild rebuild, IAnsiConsole console, RebuildPlan plan)
    {
        if (!await rebuild.CarryOutAsync(plan))
        {
            console.MarkupLine("[red]Not rebuilt:[/] it became known meanwhile that more was sold. Try again.");
            return ExitCode.Failed;
        }

        console.MarkupLineInterpolated($"[green]Rebuilt.[/] Sale {plan.Epoch} of '{plan.Sale.Definition.ProductId}' is {plan.Sale.State.ToString().ToLowerInvariant()} again, with {plan.Remaining:N0} units left.");
        return ExitCode.Ok;
    }
}
