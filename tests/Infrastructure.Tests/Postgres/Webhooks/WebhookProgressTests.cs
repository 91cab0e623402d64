using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Infrastructure.Tests.Postgres.Webhooks;

/// <summary>How far an endpoint is behind, and since when: what the drain's health and operators are told.</summary>
public sealed class WebhookProgressTests : SandboxTests
{
    private const string Name = "shop";

    private long epoch;

    [Fact]
    public async Task It_is_behind_since_the_first_transition_that_it_was_not_told_of()
    {
        await StartAsync();
        await StoreAsync(Sold(1, at: 1), Sold(2, at: 2), Sold(3, at: 5), Sold(5, at: 6));
        await StoreAsync(SampleBatch.Transitions(epoch, first: 4, new Transition { Kind = TransitionKind.Paused }) with { AtMilliseconds = Milliseconds(4) });
        await PutAsync(deliveredTo: -1);

        Assert.Equal((6L, await StartedAtAsync(epoch)), await ProgressAsync());
        await DeliverAsync(0);
        Assert.Equal((5L, At(1)), await ProgressAsync());
        await DeliverAsync(2);
        Assert.Equal((3L, At(5)), await ProgressAsync());
        await DeliverAsync(3);
        Assert.Equal((2L, At(4)), await ProgressAsync());
        await DeliverAsync(4);
        Assert.Equal((1L, At(6)), await ProgressAsync());
        await DeliverAsync(5);
        Assert.Equal((0L, null), await ProgressAsync());
    }

    // Nor is it told of what is only stored.
    [Fact]
    public async Task It_is_not_behind_what_the_feed_cannot_tell()
    {
        await StartAsync();
        await StoreAsync(Sold(1, at: 1), Sold(3, at: 3));
        await PutAsync(deliveredTo: 1);
        Assert.Equal((0L, null), await ProgressAsync());

        await StoreAsync(Sold(2, at: 2));
        Assert.Equal((2L, At(2)), await ProgressAsync());
    }

    [Fact]
    public async Task Behind_a_gap_it_is_since_the_gap_was_told()
    {
        await StartAsync();
        await StoreAsync(Sold(1, at: 1));
        await Sandbox.SaleStore.NoteLossAsync(epoch, [(2, 4)], lastSeq: 4, CancellationToken.None);
        await StoreAsync(Sold(5, at: 5));
        var gap = Assert.Single(await Sandbox.Feed.ReadAsync((int)epoch, after: 1, limit: 1, CancellationToken.None));
        Assert.Equal(("sale.gap", 4), (gap.Type, gap.ToSeq));
        await PutAsync(deliveredTo: 1);
        Assert.Equal((4L, gap.At), await ProgressAsync());

        // What is found in it later is not told, and what begins in the middle of it tells the rest of it.
        await StoreAsync(Sold(2, at: 2));
        Assert.Equal((4L, gap.At), await ProgressAsync());
        await DeliverAsync(2);
        Assert.Equal((3L, gap.At), await ProgressAsync());

        // A gap of another sale is none of this one.
        var other = await Sandbox.StartSaleAsync("tablet", stock: 10);
        await Sandbox.SaleStore.NoteLossAsync(other, [(1, 8)], lastSeq: 8, CancellationToken.None);
        await StoreAsync(SampleBatch.Of(other, first: 9, count: 1));
        await DeliverAsync(4);
        Assert.Equal((1L, At(5)), await ProgressAsync());
    }

    [Fact]
    public async Task Of_several_sales_all_that_is_not_told_counts_since_the_first_of_it_and_only_its_own()
    {
        var later = await Sandbox.StartSaleAsync("tablet", stock: 10);
        await StartAsync();
        await StoreAsync(Sold(1, at: 3), SampleBatch.Of(later, first: 1, count: 2) with { AcceptedAtMilliseconds = Milliseconds(2) });
        await PutAsync(deliveredTo: 0);
        await Sandbox.Webhooks.PutAsync("other", "https://other.example", [], secrets: null);
        Assert.True(await Sandbox.Webhooks.TestAsync(Name, "msg_test", "{}"u8.ToArray()));

        Assert.Equal((3L, At(2)), await ProgressAsync());
        Assert.Equal([("other", 0L, null), (Name, 3L, At(2))], (await Sandbox.Webhooks.ListAsync(CancellationToken.None)).Select(webhook => (
            webhook.Name, webhook.Lanes.Behind, webhook.Lanes.Since)));

        await ExecuteAsync($"UPDATE webhook_lanes SET delivered_to = 2 WHERE epoch = {later}");
        Assert.Equal((1L, At(3)), await ProgressAsync());
    }

    [Fact]
    public async Task What_is_refused_is_told_apart_from_what_is_stopped()
    {
        await StartAsync();
        var other = await Sandbox.StartSaleAsync("tablet", stock: 10);
        await StoreAsync(Sold(1, at: 1), SampleBatch.Of(other, first: 1, count: 1));
        await PutAsync(deliveredTo: 0);
        await ExecuteAsync($"""
            UPDATE webhook_lanes SET attempts = 2, failure = 'it answered 500', next_try = '2030-01-01T00:00:01Z' WHERE epoch = {epoch};
            UPDATE webhook_lanes SET attempts = 9, failure = 'it answered 404', next_try = '2030-01-01T00:00:00Z', is_stopped = true WHERE epoch = {other}
            """);

        var lanes = (await FindAsync()).Lanes;
        Assert.Equal((1, 1, "it answered 500", new DateTimeOffset(2030, 1, 1, 0, 0, 1, TimeSpan.Zero)), (lanes.Failing, lanes.Stopped, lanes.Failure, lanes.NextTry));

        await ExecuteAsync($"UPDATE webhook_lanes SET next_try = '2029-01-01T00:00:00Z' WHERE epoch = {epoch}");
        lanes = (await FindAsync()).Lanes;
        Assert.Equal(("it answered 404", new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero)), (lanes.Failure, lanes.NextTry));
    }

    private static long Milliseconds(int second) => 1_795_334_400_000 + (second * 1_000L);

    private static DateTimeOffset? At(int second) => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(second));

    private async Task StartAsync() => epoch = await Sandbox.StartSaleAsync("phone", stock: 1_000);

    private OrderBatch Sold(long position, int at) => SampleBatch.Of(epoch, position, count: 1) with { AcceptedAtMilliseconds = Milliseconds(at) };

    private async Task StoreAsync(params OrderBatch[] orders)
    {
        foreach (var batch in orders)
            await Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
    }

    private async Task StoreAsync(TransitionBatch transitions)
    {
        await Sandbox.Orders.StoreAsync([], [transitions], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
    }

    // It was there before the sales, and has been told so far of each.
    private async Task PutAsync(int deliveredTo)
    {
        await Sandbox.Webhooks.PutAsync(Name, "https://shop.example", [], secrets: null);
        await DeliverAsync(deliveredTo);
    }

    private Task DeliverAsync(int to) => ExecuteAsync($"UPDATE webhook_lanes SET delivered_to = {to}, told_to = {to} WHERE webhook = '{Name}' AND epoch > 0");

    private async Task<Webhook> FindAsync() => (await Sandbox.Webhooks.FindAsync(Name, CancellationToken.None))!;

    private async Task<(long Behind, DateTimeOffset? Since)> ProgressAsync()
    {
        var lanes = (await FindAsync()).Lanes;
        return (lanes.Behind, lanes.Since);
    }

    private async Task<DateTimeOffset?> StartedAtAsync(long sale) =>
        Assert.Single(await Sandbox.ListAsync($"SELECT created_at FROM sales WHERE epoch = {sale}", row => row.GetFieldValue<DateTimeOffset>(0)));

    private async Task ExecuteAsync(string statements)
    {
        await using var command = Sandbox.Database.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }
}
