using System.Text;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class DiscardsTests : SandboxTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123);

    [Fact]
    public async Task G6_a_discarded_letter_is_kept_with_its_orders_and_counts_once()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 4, count: 2) with { Quantities = [1, 3] };
        var letter = Letter(batch);

        await DiscardAsync(letter, batch);
        await DiscardAsync(letter with { Reason = "later" }, batch);

        Assert.Equal(new Dictionary<long, Tally> { [7] = new(2, 4) }, await CountAsync("phone"));
        Assert.Empty(await CountAsync("tablet"));
        Assert.Equal(
            [$"{letter.Fingerprint}|{Encoding.UTF8.GetString(batch.ToJson())}|a reason|{Noon:O}|3|ada"],
            await ReadAsync("SELECT letter_id, convert_from(body, 'UTF8'), reason, first_seen, attempts, discarded_by FROM discarded_letters"));
    }

    [Fact]
    public async Task G6_an_order_that_is_stored_after_all_does_not_count_as_discarded()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 4, count: 2);
        await DiscardAsync(Letter(batch), batch);
        await Sandbox.Orders.StoreAsync([batch.OrderAt(0)], CancellationToken.None);

        Assert.Equal(new Dictionary<long, Tally> { [7] = new(1, 1) }, await CountAsync("phone"));
    }

    [Fact]
    public async Task What_is_bad_about_a_letter_does_not_keep_it_from_being_discarded()
    {
        var bad = SampleBatch.Of(epoch: 1L << 40, first: 1L << 50, count: 3) with { Quantities = [0, -1, int.MaxValue], ShopperIds = ["a\0b", "", "ada"] };
        await DiscardAsync(Letter(bad) with { Reason = "a\0b", FirstSeen = null }, bad);
        await DiscardAsync(new("nonsense"u8.ToArray(), "a reason", Noon));

        Assert.Equal(new Dictionary<long, Tally> { [1L << 40] = new(3, int.MaxValue - 1L) }, await CountAsync("phone"));
        Assert.Equal(["2"], await ReadAsync("SELECT count(*) FROM discarded_letters"));
    }

    [Fact]
    public async Task Finds_which_orders_are_stored_or_discarded()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 1, count: 3);
        await Sandbox.Orders.StoreAsync([batch.OrderAt(0)], CancellationToken.None);
        await DiscardAsync(Letter(batch.OrderAt(1)), batch.OrderAt(1));

        var found = await Sandbox.Orders.FindAsync(batch.OrderIds, CancellationToken.None);

        Assert.Equal(batch.OrderIds[..2].Order(), found.Order());
    }

    private static DeadLetter Letter(OrderBatch batch) => new(batch.ToJson(), "a reason", Noon, Attempts: 3);

    private Task DiscardAsync(DeadLetter letter, params OrderBatch[] orders) =>
        Sandbox.Discarded.AddAsync(letter, orders, "ada", CancellationToken.None);

    private Task<IReadOnlyDictionary<long, Tally>> CountAsync(string productId) =>
        Sandbox.Orders.CountDiscardedAsync(productId, CancellationToken.None);

    private async Task<List<string>> ReadAsync(string query)
    {
        var rows = new List<string>();
        await using var command = Sandbox.Database.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.GetValue(i) is DateTime time ? $"{new DateTimeOffset(time):O}" : $"{reader.GetValue(i)}")));
        return rows;
    }
}
