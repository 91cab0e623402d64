using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;

namespace FlashFlow.Operator.Export;

/// <summary><c>export</c>: takes all stored orders of a sale away as a file that is whole.</summary>
internal static class ExportCommand
{
    private const string KeyVariable = "FLASHFLOW_KEY";

    private static readonly Argument<string> Product = new("product") { Description = "The product." };

    private static readonly Option<int?> Sale = NumberOption.CreateOptional("--sale", "Number of the sale; without it, the product's latest", "EPOCH", min: 1, max: int.MaxValue);

    private static readonly Option<string> Format = new Option<string>("--format") { Description = "How the orders are written.", DefaultValueFactory = _ => "jsonl" }
        .AcceptOnlyFromAmong("jsonl", "csv");

    private static readonly Option<string?> Output = new("--output") { Description = "The file; without it, PRODUCT-EPOCH.FORMAT here. One that is there already is replaced once the new one is whole.", HelpName = "FILE" };

    private static readonly Option<Uri> Url = FrontOption.CreateForAny();

    public static Command Create()
    {
        var command = new Command(
            "export",
            $"""
            Takes all stored orders of a sale away, as they are at one moment, also while it runs. The last line has their totals, the number after which the feed goes on, and the SHA-256 of all lines before it, which is checked. Where the connection breaks, it goes on from there. The access key, of any role but shop, is read from {KeyVariable}.

            Ends with 0 when the file is whole, 1 when it could not be had, 2 for a wrong option, 3 when no front answers.
            """)
        {
            Product,
            Sale,
            Format,
            Output,
            Url,
        };
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            () => RunAsync(
                parsed.GetRequiredValue(Product),
                parsed.GetValue(Sale),
                parsed.GetRequiredValue(Format),
                parsed.GetValue(Output),
                parsed.GetRequiredValue(Url),
                cancellation),
            ExitCode.Away,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string product, int? sale, string format, string? output, Uri url, CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } key)
        {
            await Console.Error.WriteLineAsync($"flashflow: {KeyVariable} must hold an access key of the front, as in {KeyVariable}=demo-operator-key ./flashflow export {product}.");
            return ExitCode.Usage;
        }

        using var front = new FrontReader(url, key);
        try
        {
            var epoch = sale ?? await front.FindSaleAsync(product, cancellation);
            var file = output ?? $"{product}-{epoch}.{format}";
            var download = new ExportDownload(front, $"/products/{product}/sales/{epoch}/orders.{format}", file);
            var lastLine = await download.RunAsync(cancellation);
            Console.WriteLine($"{file}: {lastLine}");
            return ExitCode.Ok;
        }
        catch (HttpRequestException failure)
        {
            await Console.Error.WriteLineAsync($"flashflow: no front answers at {url}: {failure.Message}");
            return ExitCode.Away;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ToolFailedException($"The file could not be written: {failure.Message}", failure);
        }
    }
}
