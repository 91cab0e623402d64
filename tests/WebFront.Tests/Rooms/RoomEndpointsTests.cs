using FlashFlow.Core.Rooms;

namespace FlashFlow.WebFront.Tests.Rooms;

/// <summary>The line before a sale, over HTTP.</summary>
public abstract class RoomEndpointsTests(SharedFront shared) : SharedFrontTests(shared)
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddHours(1);
    private static readonly DateTimeOffset Past = DateTimeOffset.UtcNow.AddHours(-1);

    [Fact]
    public async Task G11_who_has_waited_buys_and_nobody_else()
    {
        await DefineAsync(stock: 2);
        (await Front.BuyAsync(Product)).IsProblem(403, "not_admitted");

        var ada = await InAsync("ada");

        Assert.Equal((1, "in"), (ada.GetProperty("place").GetInt64(), ada.GetProperty("state").GetString()));
        Assert.InRange(ada.GetProperty("passExpiresInMs").GetInt64(), 1, 60_000);
        var pass = ada.GetProperty("pass").GetString()!;
        (await BuyAsync("bob", pass)).IsProblem(403, "not_admitted");
        (await BuyAsync("ada", "1.2.3")).IsProblem(403, "not_admitted");
        (await BuyAsync("ada", pass, OtherFront)).IsOrder(202, Product);
        (await BuyAsync("ada", pass)).IsProblem(403, "not_admitted");
        Assert.Equal("over", (await JoinAsync("ada")).Is(200).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_the_way_to_the_room()
    {
        await DefineAsync(stock: 2);

        var refused = await Front.BuyAsync(Product);

        refused.IsProblem(403, "not_admitted");
        Assert.Equal($"</products/{Product}/room>; rel=\"room\"", refused.Headers.GetValues("Link").Single());
    }

    [Fact]
    public async Task G4_who_tries_again_with_a_key_gets_the_same_order_when_the_turn_is_over()
    {
        await DefineAsync(stock: 2);
        var pass = (await InAsync("ada")).GetProperty("pass").GetString()!;

        var first = (await BuyAsync("ada", pass, key: "k")).IsOrder(202, Product);

        Assert.Equal(first, (await BuyAsync("ada", pass, key: "k")).IsOrder(200, Product));
        Assert.Equal(first, (await BuyAsync("ada", null, key: "k")).IsOrder(200, Product));
    }

    [Fact]
    public async Task G11_joining_again_at_any_front_is_the_same_place()
    {
        await DefineAsync(startsAt: Later);

        var first = (await JoinAsync("ada")).Is(200);
        var again = (await JoinAsync("ada", OtherFront)).Is(200);
        var other = (await JoinAsync("bob")).Is(200);

        Assert.Equal((1, 1, 2), (Number(first), Number(again), Number(other)));
        Assert.Equal(first.GetProperty("receipt").GetString(), again.GetProperty("receipt").GetString());
        Assert.Equal("gathering", first.GetProperty("state").GetString());
        Assert.False(first.TryGetProperty("place", out _));
        Assert.False(first.TryGetProperty("pass", out _));
    }

    [Fact]
    public async Task The_room_is_the_same_for_all_and_may_be_shared()
    {
        await DefineAsync(startsAt: Later);
        await JoinAsync("zoe");

        var room = await Eventually.SeesAsync("zoe in the room", RoomAsync, seen => seen.Is(200).GetProperty("members").GetInt64() == 1);

        Assert.Equal("public, max-age=1", room.Headers.CacheControl?.ToString());
        Assert.Equal("gathering", State(room));
        Assert.Matches("^[0-9a-f]{64}$", room.Json.GetProperty("commitment").GetString());
        Assert.DoesNotContain("secret", room.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("zoe", room.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G11_anybody_can_compute_the_draw_again()
    {
        await DefineAsync(startsAt: Later, publicValue: "4, 8, 15");
        var receipts = new Dictionary<string, DrawReceipt>();
        foreach (var shopper in new[] { "ada", "bob", "eve" })
            receipts[shopper] = DrawReceipt.Parse((await JoinAsync(shopper)).Is(200).GetProperty("receipt").GetString()!)!;
        (await Front.GetAsync($"/products/{Product}/room/proof")).IsProblem(409, "not_drawn");
        (await Front.GetAsync($"/products/{Product}/room/proof/leaves")).IsProblem(409, "not_drawn");
        var commitment = (await RoomAsync()).Is(200).GetProperty("commitment").GetString();

        await DefineAsync(startsAt: Past, perMinute: 0, publicValue: "4, 8, 15");
        await Eventually.SeesAsync("the draw", RoomAsync, room => State(room) == "paused");
        var proof = JsonSerializer.Deserialize<DrawProof>((await Front.GetAsync($"/products/{Product}/room/proof")).Text, JsonSerializerOptions.Web)!;
        var lines = (await Front.GetAsync($"/products/{Product}/room/proof/leaves")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var leaves = Convert.FromHexString(string.Concat(lines));

        Assert.Equal((3, commitment, "4, 8, 15"), (lines.Length, proof.Commitment, proof.PublicValue));
        foreach (var (shopper, receipt) in receipts)
        {
            Assert.Null(receipt.FindDefect(proof, leaves, shopper));
            Assert.Equal((await JoinAsync(shopper)).Is(200).GetProperty("place").GetInt64(), receipt.PlaceOf(proof));
        }
    }

    [Fact]
    public async Task Operators_set_the_rate_and_it_counts_within_a_second()
    {
        await DefineAsync(perMinute: 0, stock: 5);
        await JoinAsync("ada");
        await Eventually.SeesAsync("the line to stand", RoomAsync, room => State(room) == "paused");

        var changed = await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/room/rate", RunningFront.Json(new { perMinute = 600 }));

        Assert.Equal(600, changed.Is(200).GetProperty("room").GetProperty("perMinute").GetInt32());
        await Eventually.SeesAsync("the line to move", RoomAsync, room => State(room) == "moving" && room.Json.GetProperty("admitted").GetInt64() == 1);
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/room/rate", RunningFront.Json(new { perMinute = -1 }))).IsProblem(422, "invalid_sale");
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/room/rate?epoch=999999", RunningFront.Json(new { perMinute = 1 }))).IsProblem(409, "superseded");
    }

    [Fact]
    public async Task An_operator_ends_the_room()
    {
        await DefineAsync();

        Assert.Equal(JsonValueKind.Null, (await Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}/room")).Is(200).GetProperty("room").ValueKind);

        (await Front.BuyAsync(Product)).IsOrder(202, Product);
        (await Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}/room")).IsProblem(404, "no_room");
        (await JoinAsync("ada")).IsProblem(404, "no_room");
        await Eventually.SeesAsync("no room", RoomAsync, room => room.Code == "no_room");
    }

    [Fact]
    public async Task Who_changes_the_price_does_not_end_the_line()
    {
        await DefineAsync();

        (await Front.DefineAsync(Product, new { name = "Another", stock = 10, price = 5 })).Is(200);

        Assert.NotNull((await SaleAsync()).Definition.Room);
        (await Front.BuyAsync(Product)).IsProblem(403, "not_admitted");
        (await Front.DefineAsync(Product, new { name = "Another", stock = 10 }, reset: true)).Is(201);
        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task Who_leaves_is_passed_over()
    {
        await DefineAsync(stock: 1);
        await InAsync("ada");
        var bob = (await JoinAsync("bob")).Is(200);
        Assert.Equal(("waiting", 0), (bob.GetProperty("state").GetString(), bob.GetProperty("before").GetInt64()));

        (await LeaveAsync("ada", bob.GetProperty("receipt").GetString()!)).IsProblem(422, "invalid_receipt");
        (await LeaveAsync("bob", "2.00112233445566778899aabbccddeeff")).IsProblem(422, "invalid_receipt");
        Assert.Equal(204, (await LeaveAsync("bob", bob.GetProperty("receipt").GetString()!)).Status);

        Assert.Equal(3, Number((await JoinAsync("bob")).Is(200)));
    }

    [Fact]
    public async Task G11_who_stands_by_is_held_what_comes_back()
    {
        await DefineAsync(stock: 1, holdSeconds: 300);
        var ada = await InAsync("ada");
        var bob = (await JoinAsync("bob")).Is(200).GetProperty("receipt").GetString()!;
        (await StandByAsync("bob", bob)).IsProblem(409, "not_sold_out");
        var held = (await BuyAsync("ada", ada.GetProperty("pass").GetString())).OrderId;

        var standby = (await StandByAsync("bob", bob)).Is(200).GetProperty("orderId").GetGuid();
        Assert.Equal(standby, (await StandByAsync("bob", bob)).Is(200).GetProperty("orderId").GetGuid());
        (await StandByAsync("eve", bob)).IsProblem(422, "invalid_receipt");
        (await StandByAsync("bob", bob, quantity: 0)).IsProblem(422, "invalid_quantity");
        (await Front.FindAsync(Product, standby)).IsProblem(404, "unknown_order");

        (await Front.ReleaseAsync(Product, held)).Is(200);
        Assert.Equal("held", (await OtherFront.FindAsync(Product, standby)).Is(200).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("""{"perMinute":600}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z"}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":-1}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":600001}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"opensAt":"2030-01-01T10:00:00Z"}""")]
    [InlineData("""{"startsAt":"1970-01-01T10:00:00Z","perMinute":1}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"passSeconds":4}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"passSeconds":3601}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"ahead":0}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"ahead":100.01}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"ahead":1.001}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"publicValue":""}""")]
    [InlineData("""{"startsAt":"2030-01-01T10:00:00Z","perMinute":1,"publicValue":"a\nb"}""")]
    public async Task A_room_that_cannot_be_is_refused(string room) => await IsRefusedAsync(
        422, "invalid_sale", () => Front.OperateAsync(HttpMethod.Put, $"/products/{Product}", RunningFront.Json($$"""{"name":"n","stock":1,"room":{{room}}}""")));

    [Fact]
    public async Task Nobody_joins_where_there_is_no_room_or_before_it_opens()
    {
        (await JoinAsync("ada")).IsProblem(404, "no_room");
        (await RoomAsync()).IsProblem(404, "no_room");
        await DefineAsync(startsAt: Later.AddHours(1), opensAt: Later);
        (await JoinAsync("ada")).IsProblem(409, "room_not_open");
        (await JoinAsync("a b")).IsProblem(422, "invalid_shopper_id");
        (await Front.PostAsync("/products/A B/room", RunningFront.Json(new { shopperId = "ada" }))).IsProblem(404, "unknown_product");
    }

    [Fact]
    public async Task A_product_tells_of_its_room()
    {
        await DefineAsync(startsAt: Later, publicValue: "4, 8");

        var room = (await Front.GetAsync($"/products/{Product}")).Is(200).GetProperty("room");

        Assert.Equal((600_000, 60, 1m, "4, 8"), (
            room.GetProperty("perMinute").GetInt32(), room.GetProperty("passSeconds").GetInt32(), room.GetProperty("ahead").GetDecimal(), room.GetProperty("publicValue").GetString()));
    }

    private async Task DefineAsync(
        int stock = 10, DateTimeOffset? startsAt = null, int perMinute = 600_000, DateTimeOffset? opensAt = null, string? publicValue = null, int holdSeconds = 0)
    {
        var answer = await Front.DefineAsync(
            Product, new { name = Product, stock = (await Sandbox.Sales.FindAsync(Product))?.Definition.Stock ?? stock, holdSeconds, room = new { startsAt = startsAt ?? Past, perMinute, opensAt, passSeconds = 60, publicValue } });
        Assert.InRange(answer.Status, 200, 201);
    }

    private Task<HttpAnswer> JoinAsync(string shopperId, RunningFront? front = null) =>
        (front ?? Front).PostAsync($"/products/{Product}/room", RunningFront.Json(new { shopperId }));

    private Task<HttpAnswer> LeaveAsync(string shopperId, string receipt) =>
        Front.PostAsync($"/products/{Product}/room/leave", RunningFront.Json(new { shopperId, receipt }));

    private Task<HttpAnswer> StandByAsync(string shopperId, string receipt, int quantity = 1) =>
        Front.PostAsync($"/products/{Product}/room/standby", RunningFront.Json(new { shopperId, receipt, quantity }));

    private Task<HttpAnswer> RoomAsync() => Front.GetAsync($"/products/{Product}/room");

    private Task<HttpAnswer> BuyAsync(string shopperId, string? pass, RunningFront? front = null, string? key = null) =>
        (front ?? Front).PlaceAsync(Product, RunningFront.Json(new { shopperId, quantity = 1, pass }), key);

    private async Task<JsonElement> InAsync(string shopperId) =>
        (await Eventually.SeesAsync($"{shopperId} to be let in", () => JoinAsync(shopperId), turn => turn.Is(200).GetProperty("state").GetString() == "in")).Json;

    private static long Number(JsonElement turn) => turn.GetProperty("number").GetInt64();

    private static string? State(HttpAnswer room) => room.Is(200).GetProperty("state").GetString();
}

[Collection(ClusterFront.Name)]
public sealed class RoomEndpointsInClusterTests(ClusterFront shared) : RoomEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class RoomEndpointsStandaloneTests(StandaloneFront shared) : RoomEndpointsTests(shared);
