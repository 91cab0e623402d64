using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Feed;

/// <summary>The feed over HTTP (G10).</summary>
public sealed class FeedEndpointsTests(ClusterFront shared) : FeedTests(shared)
{
    [Fact]
    public async Task A_sale_is_told_from_its_start_on_and_says_how_far_it_can_be_read()
    {
        await StoreAsync(1, 5);

        var first = await ReadAsync("?limit=2");
        Assert.Equal((Product, Epoch, 1, 5), (first.GetProperty("productId").GetString(), Number(first, "epoch"), Number(first, "next"), Number(first, "last")));
        Assert.Equal(["sale.started", "order.confirmed"], Events(first).Select(told => told.GetProperty("type").GetString()));
        Assert.Equal([2, 3, 4, 5], Events(await ReadAsync("?after=1")).Select(Seq));

        var end = await ReadAsync("?after=5");
        Assert.Empty(Events(end));
        Assert.Equal((5, 5), (Number(end, "next"), Number(end, "last")));
        Assert.Equal(9, Number(await ReadAsync("?after=9"), "next"));
    }

    [Fact]
    public async Task An_event_has_what_concerns_it_and_nothing_else()
    {
        await StoreAsync(1, 1);
        var told = Events(await ReadAsync("?after=0"))[0];
        Assert.Equal(
            ["type", "productId", "epoch", "seq", "at", "orderId", "position", "shopperId", "quantity", "status"], told.EnumerateObject().Select(member => member.Name));
        Assert.Equal("2026-11-22T08:00:00.123+00:00", told.GetProperty("at").GetString());
    }

    [Fact]
    public async Task All_sales_are_told_by_a_cursor_and_each_event_has_its_own()
    {
        var begin = await FindEndAsync();
        await StoreAsync(1, 3);
        var events = await ReadAllAsync($"?after={begin}&limit=1000");
        var own = events.Where(told => Number(told, "epoch") == Epoch).ToList();
        Assert.Equal([0, 1, 2, 3], own.Select(Seq));

        var page = (await Front.LookAsync($"/events?after={own[1].GetProperty("id").GetString()}&limit=2")).Is(200);
        Assert.Equal([2, 3], Events(page).Select(Seq));
        Assert.Equal(own[3].GetProperty("id").GetString(), page.GetProperty("next").GetString());
    }

    [Fact]
    public async Task The_latest_sale_is_told_unless_another_is_named()
    {
        await StoreAsync(1, 2);
        var earlier = Epoch;
        Epoch = 0;
        await StoreAsync(1, 1);

        Assert.Equal(Epoch, Number(await ReadAsync(""), "epoch"));
        Assert.Equal((earlier, 2), (Number(await ReadAsync($"?epoch={earlier}"), "epoch"), Number(await ReadAsync($"?epoch={earlier}"), "last")));
    }

    [Fact]
    public async Task Who_waits_is_answered_as_soon_as_something_happens_and_otherwise_when_the_time_is_up()
    {
        await StoreAsync(1, 1);
        Assert.Empty(Events(await ReadAsync("?after=1&wait=1")));

        var ofSale = ReadAsync("?after=1&wait=60");
        var ofAll = ReadAllAsync($"?after={await FindEndAsync()}&wait=60");
        await StoreAsync(2, 2);

        Assert.Equal([2], Events(await ofSale.Within("the event of the sale")).Select(Seq));
        Assert.Equal([(Epoch, 2)], (await ofAll.Within("the event of all sales")).Select(told => (Number(told, "epoch"), Seq(told))));
    }

    [Fact]
    public async Task What_happens_in_another_sale_wakes_nobody()
    {
        await StoreAsync(1, 1);
        var waiting = ReadAsync("?after=1&wait=2");
        await Sandbox.StartSaleAsync($"{Product}-other", stock: 1);
        await Sandbox.AdvanceFeedAsync();
        Assert.Empty(Events(await waiting.Within("the end of the wait")));
    }

    [Fact]
    public async Task A_hundred_who_wait_make_no_hundred_questions()
    {
        await StoreAsync(1, 1);
        var first = await QuestionsAtRestAsync();
        await StoreAsync(2, 2);
        var withoutThem = await QuestionsAtRestAsync() - first;
        var waiting = Enumerable.Range(0, 100).Select(_ => ReadAsync("?after=2&wait=60")).ToList();
        var before = await QuestionsAtRestAsync();

        await StoreAsync(3, 3);

        Assert.All(await Task.WhenAll(waiting).Within("a hundred answers"), answer => Assert.Equal([3], Events(answer).Select(Seq)));
        var withThem = await QuestionsAtRestAsync() - before;
        Assert.True(withThem - withoutThem <= 40, $"{withThem} questions with a hundred who wait, {withoutThem} with none");
    }

    [Fact]
    public async Task Events_that_are_not_kept_any_more_are_told_as_pruned()
    {
        await StoreAsync(1, 5);
        await ExecuteAsync($"DELETE FROM orders WHERE epoch = {Epoch} AND position <= 3; UPDATE feed_sales SET pruned_to = 3 WHERE epoch = {Epoch}");

        (await Front.LookAsync(Path(""))).IsProblem(410, "events_pruned");
        (await Front.LookAsync(Path("?after=2"))).IsProblem(410, "events_pruned");
        Assert.Equal([4, 5], Events(await ReadAsync("?after=3")).Select(Seq));
    }

    [Fact]
    public async Task The_feed_of_all_sales_begins_after_what_is_not_kept_any_more()
    {
        await using var corner = await Sandbox.CreateAsync();
        corner.Settings[GuardModes.Setting] = GuardModes.Standalone;
        await using var front = await RunningFront.StartAsync(corner, RunningFront.WithNamedKeys);
        for (var sale = 0; sale < 2; sale++)
        {
            var of = await corner.StartSaleAsync($"product-{sale}", stock: 10);
            await corner.Orders.StoreAsync([SampleBatch.Of(of, first: 1, count: 2)], [], [], CancellationToken.None);
            await corner.AdvanceFeedAsync();
        }

        var whole = Events((await front.LookAsync("/events")).Is(200));
        await using (var prune = corner.Database.CreateCommand("UPDATE feed_state SET pruned_to = (SELECT min(id) FROM feed_ranges)"))
            await prune.ExecuteNonQueryAsync();

        Assert.Equal(whole.Skip(3).Select(told => told.GetRawText()), Events((await front.LookAsync("/events")).Is(200)).Select(told => told.GetRawText()));
        (await front.LookAsync($"/events?after={whole[1].GetProperty("id").GetString()}")).IsProblem(410, "events_pruned");
        Assert.Equal(3, Events((await front.LookAsync($"/events?after={whole[2].GetProperty("id").GetString()}")).Is(200)).Count);
    }

    [Fact]
    public async Task A_cursor_of_another_feed_is_refused() =>
        (await Front.LookAsync("/events?after=r999999999.1")).IsProblem(422, "invalid_page");

    [Theory]
    [InlineData("?after=-1", 422, "invalid_page")]
    [InlineData("?after=x", 400, "bad_request")]
    [InlineData("?after=99999999999", 400, "bad_request")]
    [InlineData("?limit=0", 422, "invalid_page")]
    [InlineData("?limit=1001", 422, "invalid_page")]
    [InlineData("?wait=-1", 422, "invalid_page")]
    [InlineData("?wait=61", 422, "invalid_page")]
    [InlineData("?wait=soon", 400, "bad_request")]
    [InlineData("?epoch=x", 400, "bad_request")]
    [InlineData("?epoch=999999999", 404, "unknown_sale")]
    [InlineData("?after=1&after=2", 400, "bad_request")]
    [InlineData("?since=1", 400, "bad_request")]
    public async Task What_cannot_be_asked_of_a_sale_is_refused(string question, int status, string code)
    {
        await StoreAsync(1, 1);
        (await Front.LookAsync(Path(question))).IsProblem(status, code);
    }

    [Theory]
    [InlineData("?after=1", 422, "invalid_page")]
    [InlineData("?after=r1", 422, "invalid_page")]
    [InlineData("?after=", 422, "invalid_page")]
    [InlineData("?limit=1001", 422, "invalid_page")]
    [InlineData("?wait=61", 422, "invalid_page")]
    [InlineData("?after=r1.1&after=r1.2", 400, "bad_request")]
    [InlineData("?epoch=1", 400, "bad_request")]
    public async Task What_cannot_be_asked_of_all_sales_is_refused(string question, int status, string code) =>
        (await Front.LookAsync($"/events{question}")).IsProblem(status, code);

    [Fact]
    public async Task A_product_of_which_nothing_is_told_is_unknown()
    {
        (await Front.LookAsync("/products/ghost/events")).IsProblem(404, "unknown_product");
        (await Front.LookAsync("/products/Ghost!/events")).IsProblem(422, "invalid_product_id");
    }

    [Fact]
    public async Task Every_key_opens_the_feed_and_nobody_reads_it_without_one()
    {
        await StoreAsync(1, 1);
        foreach (var path in new[] { Path(""), "/events" })
        {
            foreach (var key in new[] { RunningFront.ShopKey, RunningFront.ViewerKey, RunningFront.NamedOperatorKey })
                (await Front.CallAsync(HttpMethod.Get, path, key)).Is(200);
            (await Front.GetAsync(path)).IsProblem(401, "key_required");
            (await Front.CallAsync(HttpMethod.Get, path, "nobody-has-this-key")).IsProblem(401, "key_required");
        }
    }

    [Fact]
    public async Task Without_PostgreSQL_nothing_is_told()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x"));
        (await front.OperateAsync(HttpMethod.Get, "/events")).IsProblemForNow("unavailable");
        (await front.OperateAsync(HttpMethod.Get, Path(""))).IsProblemForNow("unavailable");
    }

    private async Task<JsonElement> ReadAsync(string question) => (await Front.LookAsync(Path(question))).Is(200);

    private async Task<IReadOnlyList<JsonElement>> ReadAllAsync(string question) => Events((await Front.LookAsync($"/events{question}")).Is(200));

    private string Path(string question) => $"/products/{Product}/events{question}";

    /// <summary>How often the sales of this corner were asked for, once nobody does any more but who waits here.</summary>
    private async Task<long> QuestionsAtRestAsync()
    {
        var last = 0L;
        return await Eventually.SeesAsync("an end of the questions", LookAsync, questions =>
        {
            var isAtRest = questions - last < 10;
            last = questions;
            return isAtRest;
        });

        // A session tells what it did when a second has passed.
        async Task<long> LookAsync()
        {
            await ReadAsync("?after=9&wait=2");
            await using var command = Sandbox.Database.CreateCommand(
                "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname = 'feed_sales'");
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static List<JsonElement> Events(JsonElement page) => [.. page.GetProperty("events").EnumerateArray()];

    private static long Seq(JsonElement told) => Number(told, "seq");

    private static long Number(JsonElement of, string member) => of.GetProperty(member).GetInt64();
}
