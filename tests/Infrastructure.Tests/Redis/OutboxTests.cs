using FlashFlow.Core.Outbox;

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
    public async Task Only_entries_of_the_least_age_are_claimed()
    {
        await FillAsync(2);

        Assert.Empty(await ClaimAsync("a", TimeSpan.FromHours(1)));
        Assert.Equal(2, (await ClaimAsync("a", TimeSpan.Zero)).Count);
    }

    [Fact]
    public async Task No_more_than_asked_for_are_claimed_the_oldest_first()
    {
        var entries = await FillAsync(3);

        Assert.Equal(entries[..2], (await ClaimAsync("a", TimeSpan.Zero, max: 2)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task One_owner_at_a_time_claims()
    {
        await FillAsync(1);

        Assert.Single(await ClaimAsync("a", TimeSpan.Zero));
        Assert.Empty(await ClaimAsync("b", TimeSpan.Zero));
        Assert.Single(await ClaimAsync("a", TimeSpan.Zero));
    }

    [Fact]
    public async Task A_lease_ends_so_that_a_dead_owner_keeps_nothing()
    {
        await FillAsync(1);
        await Sandbox.Outbox.ClaimAsync(Product, "dead", TimeSpan.Zero, lease: TimeSpan.FromMilliseconds(50), max: 10);

        await Eventually.SeesAsync("a claim by another owner", () => ClaimAsync("b", TimeSpan.Zero), claimed => claimed.Count == 1);
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

    private Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string owner, TimeSpan minAge, int max = 100) =>
        Sandbox.Outbox.ClaimAsync(Product, owner, minAge, Lease, max);
}
