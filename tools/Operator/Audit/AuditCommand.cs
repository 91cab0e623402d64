using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlashFlow.Operator.Engine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;

namespace FlashFlow.Operator.Audit;

/// <summary><c>audit</c>: do the books balance (G6)?</summary>
internal static class AuditCommand
{
    private static readonly Argument<string?> Product = new("product")
    {
        Description = "The product; without it, all of them.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Writes an array with one object per sale, and nothing else.",
    };

    private static readonly Option<bool> Total = new("--total")
    {
        Description = "Shows the totals of all sales alone; with --json as one object.",
    };

    private static readonly Option<int> Wait = NumberOption.Create(
        "--wait", "How long orders in flight are waited for", "SECONDS", usual: 10, min: 0, max: 86_400);

    private static readonly Option<string?> Missing = new("--missing")
    {
        Description = "Writes the orders of the product's current sale that were accepted and are stored nowhere, on their way or lost, into this file (CSV).",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command(
            "audit",
            "Draws up the books of every sale from Redis, RabbitMQ and PostgreSQL. Ends with 0 if they balance, 1 if not, 2 for an unknown product, 3 if a service does not answer.")
        {
            Product,
            Json,
            Total,
            Wait,
            Missing,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Missing) is not null && result.GetValue(Product) is null)
                result.AddError("--missing needs the product.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var wait = TimeSpan.FromSeconds(parsed.GetValue(Wait));
            return Verb.RunAsync(
                async engine =>
                {
                    var code = await AuditAsync(engine, parsed.GetValue(Product), parsed.GetValue(Json), parsed.GetValue(Total), wait, cancellation);
                    if (code != ExitCode.Usage && parsed.GetValue(Missing) is { } file)
                        await WriteMissingAsync(engine, parsed.GetValue(Product)!, file, cancellation);
                    return code;
                },
                ExitCode.Away,
                cancellation);
        });
        return command;
    }

    private static async Task<int> AuditAsync(EngineAccess engine, string? productId, bool asJson, bool totalOnly, TimeSpan wait, CancellationToken cancellation)
    {
        var result = await new AuditPoll(engine).RunAsync(productId, wait, SayThatItWaits, cancellation);
        if (productId is not null && result.Books.Count == 0)
        {
            await Console.Error.WriteLineAsync($"flashflow: no product '{productId}' has ever been on sale.");
            return ExitCode.Usage;
        }

        if (asJson)
            await Console.Out.WriteLineAsync(totalOnly
                ? JsonSerializer.Serialize(AuditTotals.Of(result), AuditJson.Default.AuditTotals)
                : JsonSerializer.Serialize(result.Books, AuditJson.Default.IReadOnlyListBooks));
        else if (totalOnly)
            AuditTable.WriteTotals(Terminal.Open(), result);
        else
            AuditTable.Write(Terminal.Open(), result);
        return result.IsBalanced ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task WriteMissingAsync(EngineAccess engine, string productId, string file, CancellationToken cancellation)
    {
        var missing = await engine.Auditor.ListMissingAsync(productId, cancellation);
        await File.WriteAllLinesAsync(
            file,
            ["orderId,position,quantity", .. missing.Select(order => string.Create(CultureInfo.InvariantCulture, $"{order.OrderId},{order.Position},{order.Quantity}"))],
            cancellation);
        await Console.Error.WriteLineAsync($"flashflow: {missing.Count:N0} orders of '{productId}' are stored nowhere: {file}");
    }

    private static void SayThatItWaits() => Console.Error.WriteLine("flashflow: waiting for orders in flight ...");
}
