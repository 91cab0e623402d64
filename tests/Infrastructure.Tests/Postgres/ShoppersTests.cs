using System.Text;
using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.Infrastructure.Tests.Postgres;

/// <summary>A shopper is forgotten: nothing that is stored names them, and everything adds up as before.</summary>
public sealed class ShoppersTests : SandboxTests
{
    private const string Shopper = "ada-lovelace+1815";
    private const string Product = "phone";

    [Fact]
    public async Task Nothing_that_is_stored_names_a_forgotten_shopper()
    {
        var epoch = await StoreAsync();
        var letter = await KeepLetterAsync(epoch);
        await Sandbox.DeadLetters.DiscardAsync(letter, "tests", CancellationToken.None);
        await ArchiveAsync(epoch);
        Assert.NotEmpty(await FindTablesThatNameAsync());

        var (pseudonym, traces) = await Sandbox.Shoppers.ForgetAsync(Shopper, "tests", CancellationToken.None);

        Assert.Empty(await FindTablesThatNameAsync());
        Assert.Equal((2, 1), (traces.Orders, traces.Letters));
        Assert.Empty(traces.Elsewhere);
        Assert.Equal(
            [(2L, 1L, pseudonym, "tests")],
            await Sandbox.ListAsync("SELECT orders, letters, pseudonym, forgotten_by FROM forgotten_shoppers", row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3))));
    }

    [Fact]
    public async Task Others_and_all_sums_and_the_order_of_the_feed_stay()
    {
        var epoch = await StoreAsync();
        await Sandbox.AdvanceFeedAsync();
        var before = await TellAsync(epoch);

        var (pseudonym, _) = await Sandbox.Shoppers.ForgetAsync(Shopper, "tests", CancellationToken.None);

        Assert.Equal(before.Select(told => (told.Seq, told.OrderId, told.ShopperId == Shopper ? pseudonym : told.ShopperId)), (await TellAsync(epoch)).Select(told => (told.Seq, told.OrderId, told.ShopperId)));
        Assert.Equal([("grace", 1L), (pseudonym, 2L)], (await Sandbox.ListAsync("SELECT shopper_id, count(*) FROM orders GROUP BY 1", row => (row.GetString(0), row.GetInt64(1)))).OrderBy(row => row.Item2));
    }

    [Fact]
    public async Task An_order_that_is_delivered_once_more_does_not_bring_the_shopper_back()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var batch = SampleBatch.Of(epoch, first: 1, count: 1) with { ShopperIds = [Shopper] };
        await Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);
        await Sandbox.Shoppers.ForgetAsync(Shopper, "tests", CancellationToken.None);

        await Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);

        Assert.Empty(await FindTablesThatNameAsync());
    }

    [Fact]
    public async Task Where_a_shopper_is_known_still_is_told()
    {
        var epoch = await StoreAsync();
        var letter = await KeepLetterAsync(epoch);
        string[] places = [$"sale {epoch} of {Product}, which is not archived", $"dead letter {letter.Fingerprint[..12]}, which is neither replayed nor discarded"];

        var found = await Sandbox.Shoppers.FindAsync(Shopper, CancellationToken.None);
        Assert.Equal((2, 0), (found.Orders, found.Letters));
        Assert.Equal(places, found.Elsewhere);

        var (_, traces) = await Sandbox.Shoppers.ForgetAsync(Shopper, "tests", CancellationToken.None);
        Assert.Equal(places, traces.Elsewhere);
        Assert.Equal(["dead_letters", "dead_orders"], await FindTablesThatNameAsync());
    }

    private async Task<long> StoreAsync()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch, first: 1, count: 3) with { ShopperIds = [Shopper, "grace", Shopper] }], [], [], CancellationToken.None);
        return epoch;
    }

    private async Task<DeadLetter> KeepLetterAsync(long epoch)
    {
        var batch = SampleBatch.Of(epoch, first: 9, count: 1) with { ShopperIds = [Shopper] };
        var letter = new DeadLetter(batch.ToJson(), "a reason", FirstSeen: null);
        await Sandbox.Orders.StoreAsync([], [], [letter], CancellationToken.None);
        return letter;
    }

    private async Task ArchiveAsync(long epoch)
    {
        Assert.Equal(SaleChange.Done, await Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Closed, "tests"));
        Assert.Equal(SaleChange.Done, await Sandbox.Office.ArchiveAsync(Product, epoch, "tests"));
    }

    private async Task<IReadOnlyList<FeedEvent>> TellAsync(long epoch) =>
        await Sandbox.Feed.ReadAsync((int)epoch, after: 0, limit: 100, CancellationToken.None);

    // In every table that there is, also those that come later.
    private async Task<IReadOnlyList<string>> FindTablesThatNameAsync()
    {
        var naming = new List<string>();
        foreach (var table in await Sandbox.ListAsync("SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() ORDER BY relname", row => row.GetString(0)))
            if ((await Sandbox.ListAsync(
                $"SELECT count(*) FROM {table} AS row WHERE row::text LIKE '%{Shopper}%' OR row::text LIKE '%{Convert.ToHexStringLower(Encoding.UTF8.GetBytes("ada-lovelace"))}%'",
                row => row.GetInt64(0)))[0] > 0)
                naming.Add(table);
        return naming;
    }
}
