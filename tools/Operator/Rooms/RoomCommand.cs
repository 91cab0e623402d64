using System.CommandLine;
using FlashFlow.Core.Rooms;
using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Rooms;

/// <summary><c>room</c>: waiting rooms, and whether a draw of one was fair.</summary>
internal static class RoomCommand
{
    private static readonly Argument<string> Product = new("product") { Description = "The product." };

    private static readonly Option<string?> Shopper = new("--shopper") { Description = "Whether this shopper was there, and at which place; needs --receipt.", HelpName = "ID" };

    private static readonly Option<DrawReceipt?> Receipt = new("--receipt")
    {
        Description = "What the shopper was given in the room; needs --shopper.",
        HelpName = "NUMBER.SALT",
        CustomParser = result =>
        {
            if (DrawReceipt.Parse(result.Tokens[0].Value) is { } receipt)
                return receipt;
            result.AddError($"--receipt: '{result.Tokens[0].Value}' is no receipt such as 17.00112233445566778899aabbccddeeff.");
            return null;
        },
    };

    private static readonly Option<string?> Places = new("--places") { Description = "Where the places of all members are written to as CSV, if the draw holds; one that is there already is replaced.", HelpName = "FILE" };

    private static readonly Option<Uri> Url = FrontOption.CreateForAny();

    public static Command Create() => new("room", "Waiting rooms.") { Verify() };

    private static Command Verify()
    {
        var command = new Command(
            "verify",
            """
            Computes the draw of a room again from what the front has published, and needs no key. What only you can compare is the commitment: with the one that the front showed before the room opened.

            Ends with 0 when all holds, 1 when something does not, or is not published, 2 for a wrong option, 3 when no front answers.
            """)
        {
            Product,
            Shopper,
            Receipt,
            Places,
            Url,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Shopper) is null != result.GetResult(Receipt) is null)
                result.AddError("--shopper and --receipt need each other.");
        });
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            () => VerifyAsync(
                parsed.GetRequiredValue(Product), parsed.GetValue(Shopper), parsed.GetValue(Receipt), parsed.GetValue(Places), parsed.GetRequiredValue(Url), cancellation),
            ExitCode.Away,
            cancellation));
        return command;
    }

    private static async Task<int> VerifyAsync(string product, string? shopper, DrawReceipt? receipt, string? places, Uri url, CancellationToken cancellation)
    {
        try
        {
            using var front = new FrontReader(url);
            var draw = await PublishedDraw.ReadAsync(front, product, cancellation);
            var checks = Check(draw, product);
            var isFair = checks.All(check => check.Holds);
            if (shopper is not null && receipt is not null)
                checks.Add(Check(draw, shopper, receipt, isFair));
            var exitCode = Operator.Check.Tell(checks, Terminal.Open());
            if (places is not null && isFair)
                await WriteAsync(places, draw.Proof, cancellation);
            return exitCode;
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

    private static List<Check> Check(PublishedDraw draw, string product)
    {
        var proof = draw.Proof;
        return
        [
            new($"the draw is of sale {proof.Epoch} of {product}", proof.ProductId == product ? null : $"it is of {proof.ProductId}"),
            new($"the secret fits the commitment {proof.Commitment}", proof.FindDefectOfSecret()),
            new($"the leaves of {proof.Members:N0} members have the root {proof.Root}", proof.FindDefectOfMembers(draw.Leaves.Span)),
            new($"secret, root, members and the public value '{proof.PublicValue}' have the seed {proof.Seed}", proof.FindDefectOfSeed()),
        ];
    }

    private static Check Check(PublishedDraw draw, string shopper, DrawReceipt receipt, bool isFair) =>
        receipt.FindDefectOfLeaf(draw.Leaves.Span, shopper) is { } defect ? new($"{shopper} is member {receipt.Member:N0}", defect)
        : isFair ? new($"{shopper} is member {receipt.Member:N0} and has place {receipt.PlaceOf(draw.Proof):N0} of {draw.Proof.Members:N0}", Wrong: null)
        : new($"{shopper} is member {receipt.Member:N0}", Wrong: null);

    private static async Task WriteAsync(string file, DrawProof proof, CancellationToken cancellation)
    {
        await using var lines = new StreamWriter(file);
        await lines.WriteLineAsync("member,place".AsMemory(), cancellation);
        foreach (var (i, place) in SwapOrNotShuffle.Places(Convert.FromHexString(proof.Seed), proof.Members).Index())
            await lines.WriteLineAsync($"{i + 1},{place}".AsMemory(), cancellation);
    }
}
