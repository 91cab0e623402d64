using System.Globalization;
using System.Text.Json;
using FlashFlow.Core.Rooms;
using FlashFlow.Operator.Rooms;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Tools.Tests.Rooms;

/// <summary>A draw is computed again from what a front publishes; whatever does not fit is said, and ends with 1.</summary>
[Collection(nameof(StandardOutput))]
public sealed class RoomCommandTests : IAsyncLifetime, IDisposable
{
    private const int Members = 1_000;

    private static readonly byte[] SaltKey = [1, 2, 3];

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("flashflow-room-");
    private readonly WebApplication front;

    private byte[] leaves = [.. Enumerable.Range(1, Members).SelectMany(member => RoomDraw.Leaf(RoomDraw.Salt(SaltKey, member), $"shopper-{member}"))];
    private string proof;
    private string? lastLine;

    public RoomCommandTests()
    {
        proof = Write(Proof);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        front = builder.Build();
        front.Urls.Add("http://127.0.0.1:0");
        front.MapGet("/products/phone/room/proof", () => Results.Text(proof, "application/json"));
        front.MapGet("/products/phone/room/proof/leaves", () => Results.Text(string.Concat(leaves.Chunk(32).Select(leaf => $"{Convert.ToHexStringLower(leaf)}\n")) + lastLine));
    }

    private DrawProof Proof => DrawProof.Of("phone", 7, [9, 9, 9], "3 14 15", leaves);

    private string PlacesPath => Path.Combine(directory.FullName, "places.csv");

    public Task InitializeAsync() => front.StartAsync();

    public Task DisposeAsync() => front.DisposeAsync().AsTask();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task A_draw_that_was_fair_holds()
    {
        var (exitCode, output) = await VerifyAsync();

        Assert.Equal(
            $"""
              holds  the draw is of sale 7 of phone
              holds  the secret fits the commitment {Proof.Commitment}
              holds  the leaves of 1,000 members have the root {Proof.Root}
              holds  secret, root, members and the public value '3 14 15' have the seed {Proof.Seed}

            """,
            output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_shopper_is_told_their_place()
    {
        var (exitCode, output) = await VerifyAsync("--shopper", "shopper-17", "--receipt", $"{ReceiptOf(17)}");

        Assert.EndsWith($"  holds  shopper-17 is member 17 and has place {ReceiptOf(17).PlaceOf(Proof)} of 1,000\n", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_receipt_of_somebody_else_does_not_hold()
    {
        var (exitCode, output) = await VerifyAsync("--shopper", "shopper-18", "--receipt", $"{ReceiptOf(17)}");

        Assert.EndsWith("  WRONG  shopper-18 is member 17: the leaf of member 17 is not that of shopper-18 with this salt\n", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task All_places_are_written()
    {
        Assert.Equal(0, (await VerifyAsync("--places", PlacesPath)).ExitCode);

        var lines = await File.ReadAllLinesAsync(PlacesPath);
        Assert.Equal("member,place", lines[0]);
        Assert.Equal(
            Enumerable.Range(1, Members).Select(member => string.Create(CultureInfo.InvariantCulture, $"{member},{ReceiptOf(member).PlaceOf(Proof)}")),
            lines[1..]);
    }

    [Fact]
    public async Task A_member_who_was_exchanged_is_found_and_no_places_are_written()
    {
        leaves[500] ^= 1;

        var (exitCode, output) = await VerifyAsync("--places", PlacesPath, "--shopper", "shopper-17", "--receipt", $"{ReceiptOf(17)}");

        Assert.Contains("\n  WRONG  the leaves of 1,000 members have the root ", output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (exitCode, output.Split("WRONG").Length - 1));
        Assert.EndsWith("  holds  shopper-17 is member 17\n", output, StringComparison.Ordinal);
        Assert.False(File.Exists(PlacesPath));
    }

    [Theory]
    [InlineData("productId", "\"tablet\"", "  WRONG  the draw is of sale 7 of phone: it is of tablet")]
    [InlineData("commitment", "\"00\"", "  WRONG  the secret fits the commitment 00: ")]
    [InlineData("members", "999", "there are 1,000 leaves for 999 members")]
    [InlineData("seed", "\"00\"", "have the seed 00: the seed of secret, root, members and public value is ")]
    public async Task What_was_changed_afterwards_is_said(string name, string value, string said)
    {
        proof = Write(Proof, name, value);

        var (exitCode, output) = await VerifyAsync();

        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task What_is_no_proof_is_none(string published)
    {
        proof = published;

        Assert.Equal((1, ""), await VerifyAsync());
    }

    [Fact]
    public async Task A_secret_that_is_not_published_is_no_secret()
    {
        proof = Write(Proof, "secret", "null");

        Assert.Equal((1, ""), await VerifyAsync());
    }

    [Theory]
    [InlineData("0011")]
    [InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public async Task What_is_no_leaf_is_none(string line)
    {
        lastLine = line;

        Assert.Equal((1, ""), await VerifyAsync());
    }

    [Fact]
    public async Task A_product_without_a_draw_is_refused() => Assert.Equal((1, ""), await RunAsync("verify", "tablet", "--url", front.Urls.First()));

    [Fact]
    public async Task Where_no_front_answers_nobody_can_say() => Assert.Equal((3, ""), await RunAsync("verify", "phone", "--url", $"http://127.0.0.1:{FreePort.Find()}"));

    [Fact]
    public async Task A_file_that_cannot_be_written_is_said() => Assert.Equal(1, (await VerifyAsync("--places", "/no/such/directory/places.csv")).ExitCode);

    [Theory]
    [InlineData("verify", "phone", "--shopper", "ada")]
    [InlineData("verify", "phone", "--receipt", "17.00112233445566778899aabbccddeeff")]
    [InlineData("verify", "phone", "--shopper", "ada", "--receipt", "17")]
    [InlineData("verify", "phone", "--url", "somewhere")]
    [InlineData("verify")]
    public void What_is_asked_wrongly_is_refused(params string[] arguments) => Assert.NotEmpty(RoomCommand.Create().Parse(arguments).Errors);

    private static DrawReceipt ReceiptOf(long member) => new(member, Convert.ToHexStringLower(RoomDraw.Salt(SaltKey, member)));

    private static string Write(DrawProof proof, string? name = null, string value = "") => $"{{{string.Join(',', JsonSerializer
        .SerializeToElement(proof, JsonSerializerOptions.Web)
        .EnumerateObject()
        .Select(member => $"\"{member.Name}\":{(member.Name == name ? value : member.Value.GetRawText())}"))}}}";

    private Task<(int ExitCode, string Output)> VerifyAsync(params string[] options) => RunAsync(["verify", "phone", "--url", front.Urls.First(), .. options]);

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => StandardOutput.OfAsync(RoomCommand.Create(), arguments);
}
