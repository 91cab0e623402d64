using System.Globalization;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Shoppers;
using FlashFlow.WebFront.Tests.Shoppers;

namespace FlashFlow.WebFront.Tests.Rooms;

/// <summary>Rooms that not everybody joins: those that take work, and those for tokens.</summary>
public sealed class RoomJoiningTests(ClusterFront shared) : ShopperFronts(shared)
{
    private static readonly (string, string) FewBits = ("FlashFlow:RoomWork:Bits", "6");
    private static readonly (string, string) BehindProxy = ("FlashFlow:Front:TrustedProxies", "127.0.0.1");

    [Fact]
    public async Task Who_has_worked_joins_and_then_asks_without_work()
    {
        var front = await StartAsync(ShopperTokenMode.Off, FewBits);
        await DefineAsync(front, "work");

        var refused = await JoinAsync(front, "ada");
        refused.IsProblem(403, "work_needed");
        var (challenge, bits) = Asked(refused);
        Assert.Equal(6, bits);
        (await JoinAsync(front, "ada", $"{challenge}.x")).IsProblem(403, "work_needed");
        (await JoinAsync(front, "bob", JoinWorker.Solve(challenge, bits))).IsProblem(403, "work_needed");
        Assert.Equal(0, (await MembersAsync()));

        var joined = (await JoinAsync(front, "ada", JoinWorker.Solve(challenge, bits))).Is(200);

        Assert.Equal(joined.GetProperty("receipt").GetString(), (await JoinAsync(front, "ada")).Is(200).GetProperty("receipt").GetString());
        Assert.Equal(1, (await MembersAsync()));
    }

    [Fact]
    public async Task Who_shows_a_token_or_a_key_need_not_work()
    {
        var front = await StartAsync(ShopperTokenMode.Optional);
        await DefineAsync(front, "work");

        (await JoinAsync(front, shopperId: null, token: Shop.Token("ada"))).Is(200);
        (await JoinAsync(front, "bob", token: RunningFront.ShopKey)).Is(200);
        (await JoinAsync(front, "eve")).IsProblem(403, "work_needed");
    }

    [Fact]
    public async Task A_room_for_tokens_is_joined_with_one_or_with_a_key()
    {
        var front = await StartAsync(ShopperTokenMode.Optional);
        await DefineAsync(front, "tokens");

        (await JoinAsync(front, "ada")).IsProblem(401, "token_required");
        (await JoinAsync(front, shopperId: null, token: Shop.Token("ada"))).Is(200);
        (await JoinAsync(front, "bob", token: RunningFront.ShopKey)).Is(200);
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("nobody")]
    [InlineData("Work")]
    [InlineData("")]
    public async Task What_a_front_cannot_ask_for_is_refused(string joining)
    {
        var front = await StartAsync(ShopperTokenMode.Off);

        (await PutAsync(front, joining)).IsProblem(422, "invalid_sale");
    }

    /// <summary>What bots with two cores do in ten minutes, in units of the least work: 2 cores, 10 million hashes a second each, against 20 bits.</summary>
    [Fact]
    public async Task Ten_thousand_bots_of_a_hundred_addresses_take_fewer_than_fifty_places()
    {
        const int bots = 10_000, addresses = 100, shoppers = 1_000;
        var effort = 2L * 600 * 10_000_000 >> (20 - 6);
        var front = await StartAsync(ShopperTokenMode.Off, FewBits, BehindProxy, ("FlashFlow:RoomWork:JoinsPerSecond", "1000000"));
        await DefineAsync(front, "work");

        for (var bot = 0; bot < bots; bot++)
        {
            var from = $"203.0.113.{bot % addresses}";
            var (challenge, bits) = Asked(await JoinAsync(front, $"bot-{bot}", from: from));
            if (1L << bits > effort)
                continue;
            var work = JoinWorker.Solve(challenge, bits);
            effort -= 1 + long.Parse(work[(work.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture);
            (await JoinAsync(front, $"bot-{bot}", work, from: from)).Is(200);
        }

        Assert.InRange(await MembersAsync(), 1, shoppers / 20);
        for (var shopper = 0; shopper < shoppers; shopper++)
        {
            var from = $"10.{shopper / 250}.{shopper % 250}.7";
            var (challenge, bits) = Asked(await JoinAsync(front, $"shopper-{shopper}", from: from));
            Assert.Equal(6, bits);
            (await JoinAsync(front, $"shopper-{shopper}", JoinWorker.Solve(challenge, bits), from: from)).Is(200);
        }
    }

    private static (string Challenge, int Bits) Asked(HttpAnswer refused)
    {
        refused.IsProblem(403, "work_needed");
        var work = refused.Json.GetProperty("work");
        return (work.GetProperty("challenge").GetString()!, work.GetProperty("bits").GetInt32());
    }

    private async Task<long> MembersAsync() => (await Sandbox.Rooms.EnterAsync(Product, [], [])).Look!.Members;

    private async Task DefineAsync(RunningFront front, string joining) => Assert.Equal(201, (await PutAsync(front, joining)).Status);

    private Task<HttpAnswer> PutAsync(RunningFront front, string joining) => front.SendAsync(
        HttpMethod.Put,
        $"/products/{Product}",
        RunningFront.Json(new { name = Product, stock = 10, room = new { startsAt = DateTimeOffset.UtcNow.AddHours(1), perMinute = 600, joining } }),
        [("Authorization", $"Bearer {RunningFront.NamedOperatorKey}")]);

    private Task<HttpAnswer> JoinAsync(RunningFront front, string? shopperId, string? work = null, string? token = null, string? from = null) => front.SendAsync(
        HttpMethod.Post,
        $"/products/{Product}/room",
        RunningFront.Json(shopperId is null ? new { work } : new { shopperId, work }),
        [.. token is null ? Array.Empty<(string, string)>() : [("Authorization", $"Bearer {token}")], .. from is null ? Array.Empty<(string, string)>() : [("X-Forwarded-For", from)]]);
}
