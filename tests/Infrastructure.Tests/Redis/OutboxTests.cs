using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Tests.Redis;

public sealed class OutboxTests : SandboxTests
{
    private const string Product = "phone";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Entries_stay_in_order_until_they_are_removed()
    {
        var entries = await FillAsync(3);
        Assert.Equal(entries, await IdsAsync());
        Assert.Equal(3, await Sandbox.Outbox.CountAsync(Product));

        await Sandbox.Outbox.RemoveAsync(Product, [entries[0], entries[2]]);

        Assert.Equal([entries[1]], await IdsAsync());
        Assert.Equal(1, await Sandbox.Outbox.CountAsync(Product));
    }

    // It is read in pages of 100.
    [Fact]
    public async Task A_long_outbox_is_read_whole_or_to_the_number_asked_for()
    {
        var entries = await FillAsync(100);
        entries.AddRange(await MoreAsync(101));

        Assert.Equal(entries, (await Sandbox.Outbox.ReadAsync(Product, 1_000)).Select(entry => entry.Id));
        Assert.Equal(entries[..150], (await Sandbox.Outbox.ReadAsync(Product, 150)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task Entries_of_an_earlier_sale_survive_a_new_one()
    {
        var entries = await FillAsync(1);

        await Sandbox.StartSaleAsync(Product, stock: 1);

        Assert.Equal(entries, await IdsAsync());
    }

    [Fact]
    public async Task Only_entries_up_to_the_one_named_are_claimed_and_the_newest_is_told()
    {
        var entries = await FillAsync(3);

        var look = await ClaimAsync("a", through: null);
        Assert.Empty(look.Entries);
        Assert.Equal(entries[2], look.Newest);

        var claim = await ClaimAsync("a", entries[1]);
        Assert.Equal(entries[..2], claim.Entries.Select(entry => entry.Id));
        Assert.Equal(entries[2], claim.Newest);
    }

    [Fact]
    public async Task An_empty_outbox_has_no_newest_entry()
    {
        await FillAsync(0);

        Assert.Equal((null, null, 0), (await ClaimAsync("a", "1-0")) switch { var claim => (claim.Newest, claim.Holder, claim.Entries.Count) });
    }

    [Fact]
    public async Task No_more_than_asked_for_are_claimed_the_oldest_first()
    {
        var entries = await FillAsync(3);

        Assert.Equal(entries[..2], (await ClaimAsync("a", entries[2], max: 2)).Entries.Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_claim_may_begin_after_an_entry()
    {
        var entries = await FillAsync(4);

        Assert.Equal(entries[2..], (await ClaimAsync("a", entries[3], after: entries[1])).Entries.Select(entry => entry.Id));
        Assert.Empty((await ClaimAsync("a", entries[1], after: entries[1])).Entries);
        Assert.Equal(entries[1..3], (await Sandbox.Outbox.ReadAsync(Product, 2, entries[0])).Select(entry => entry.Id));
    }

    // Whoever publishes an entry knows by them when it is stored, and does not read what is in it.
    [Fact]
    public async Task The_ledger_tells_the_numbers_that_are_in_an_entry()
    {
        var epoch = await Sandbox.StartHoldingAsync(Product, stock: 10, holdSeconds: 60);
        var buys = (OrderOperation[])[Buy(), Buy()];
        OutboxEntry?[] entries =
        [
            (await Sandbox.BuyAsync(Product, buys)).Entry,
            (await Sandbox.BuyAsync(Product, Buy(), OrderOperation.ToChange(buys[0].OrderId, new OrderChange.Release()))).Entry,
        ];

        Assert.Equal([new(epoch, 1, 2), new(epoch, 3, 4)], entries.Select(entry => entry?.Numbers));
        Assert.Equal(entries.Select(entry => entry?.Numbers), (await Sandbox.Outbox.ReadAsync(Product, 10)).Select(entry => entry.FindNumbers()));
    }

    [Fact]
    public async Task One_owner_at_a_time_claims_and_each_claim_of_his_is_another()
    {
        var entries = await FillAsync(1);

        Assert.Single((await ClaimAsync("a", entries[0])).Entries);
        var first = await ClaimAsync("b", entries[0]);
        Assert.Empty(first.Entries);
        Assert.Single((await ClaimAsync("a", entries[0])).Entries);
        var second = await ClaimAsync("b", entries[0]);
        Assert.NotNull(first.Holder);
        Assert.NotNull(second.Holder);
        Assert.NotEqual(first.Holder, second.Holder);
    }

    [Fact]
    public async Task A_lease_ends_so_that_a_dead_owner_keeps_nothing()
    {
        var entries = await FillAsync(1);
        await Sandbox.Outbox.ClaimAsync(Product, "dead", after: null, entries[0], abandoned: null, lease: TimeSpan.FromMilliseconds(50), max: 10);

        await Eventually.SeesAsync("a claim by another owner", () => ClaimAsync("b", entries[0]), claim => claim.Entries.Count == 1);
    }

    // Redis ends a lease by its clock, which may have been set back.
    [Fact]
    public async Task A_claim_that_is_taken_for_dead_holds_no_longer_whatever_is_left_of_its_lease()
    {
        var entries = await FillAsync(1);
        await ClaimAsync("dead", entries[0]);
        var holder = (await ClaimAsync("b", entries[0])).Holder;

        Assert.Single((await Sandbox.Outbox.ClaimAsync(Product, "b", after: null, entries[0], holder, Lease, max: 10)).Entries);
        Assert.Empty((await ClaimAsync("c", entries[0])).Entries);
    }

    [Fact]
    public async Task Entries_that_come_after_the_clock_was_set_back_are_claimed_like_any_other()
    {
        await FillAsync(0);
        await FromTheFutureAsync();

        var entries = await MoreAsync(3);

        Assert.Equal(entries, (await ClaimAsync("a", entries[2])).Entries.Select(entry => entry.Id));
    }

    private async Task<List<string>> FillAsync(int entries)
    {
        await Sandbox.StartSaleAsync(Product, stock: 1_000);
        return await MoreAsync(entries);
    }

    private async Task<List<string>> MoreAsync(int entries)
    {
        var ids = new List<string>();
        for (var i = 0; i < entries; i++)
            ids.Add((await Sandbox.BuyAsync(Product, Buy())).Entry!.Id);
        return ids;
    }

    private async Task<IEnumerable<string>> IdsAsync() => (await Sandbox.Outbox.ReadAsync(Product, max: 100)).Select(entry => entry.Id);

    // What a clock that was an hour ahead leaves behind: the stream's next ids are all later than that.
    private async Task FromTheFutureAsync()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(RealServices.Redis);
        var outbox = $"{Sandbox.Settings["FlashFlow:Redis:Prefix"]}:{{{Product}}}:outbox";
        var id = $"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()}-0";
        await redis.GetDatabase().ExecuteAsync("XADD", outbox, id, "batch", "x");
        await redis.GetDatabase().ExecuteAsync("XDEL", outbox, id);
    }

    private Task<OutboxClaim> ClaimAsync(string owner, string? through, int max = 100, string? after = null) =>
        Sandbox.Outbox.ClaimAsync(Product, owner, after, through, abandoned: null, Lease, max);
}
