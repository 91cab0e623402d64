using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres;
using Npgsql;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class OrdersTests : SandboxTests
{
    [Fact]
    public async Task An_order_stored_twice_is_stored_once()
    {
        var batch = Batch(epoch: 1, first: 1, count: 3);

        await StoreAsync(batch);
        await StoreAsync(batch, Batch(epoch: 1, first: 4, count: 2));

        Assert.Equal(5, (await Sandbox.StoredOrderIdsAsync()).Count);
    }

    [Fact]
    public async Task An_order_twice_in_one_transaction_is_stored_once()
    {
        var batch = Batch(epoch: 1, first: 1, count: 3);

        await StoreAsync(batch, batch);

        Assert.Equal(3, (await Sandbox.StoredOrderIdsAsync()).Count);
    }

    [Fact]
    public async Task G1_a_position_given_twice_is_rejected_with_all_of_its_transaction()
    {
        await StoreAsync(Batch(epoch: 1, first: 1, count: 1));

        var rejection = await Assert.ThrowsAsync<OrderRejectedException>(
            () => StoreAsync(Batch(epoch: 1, first: 2, count: 1), Batch(epoch: 1, first: 1, count: 1)));

        Assert.Contains("position 1 of sale 1 is another order's", rejection.Message, StringComparison.Ordinal);
        Assert.Single(await Sandbox.StoredOrderIdsAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_quantity_below_one_is_rejected(int quantity) =>
        await Assert.ThrowsAsync<OrderRejectedException>(() => StoreAsync(Batch(1, 1, 1) with { Quantities = [quantity] }));

    [Fact]
    public async Task A_position_beyond_the_column_is_rejected() =>
        await Assert.ThrowsAsync<OrderRejectedException>(() => StoreAsync(Batch(1, first: 1L << 40, 1)));

    [Fact]
    public async Task Two_stores_of_the_same_orders_at_once_keep_each_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var batches = Enumerable.Range(0, 10).Select(i => Batch(epoch: round + 1, first: (i * 100) + 1, count: 100)).ToArray();
            await Task.WhenAll(StoreAsync(batches), StoreAsync([.. batches.Reverse()]));
        }

        Assert.Equal(20_000, (await Sandbox.StoredOrderIdsAsync()).Count);
    }

    [Fact]
    public async Task Counts_orders_and_units_by_sale()
    {
        var first = await Sandbox.StartSaleAsync("phone", stock: 10);
        var second = await Sandbox.StartSaleAsync("phone", stock: 10);
        var other = await Sandbox.StartSaleAsync("book", stock: 10);
        await StoreAsync(Batch(first, 1, 2), Batch(second, 1, 1) with { Quantities = [5] }, Batch(other, 1, 4));

        var settled = await Sandbox.StoredOrders.CountAsync(["phone", "nothing"], CancellationToken.None);

        Assert.Equal(
            [new("phone", first, new(2, 2), default, default), new("phone", second, new(1, 5), default, default)],
            settled.OrderBy(sale => sale.Epoch));
    }

    [Fact]
    public async Task The_mark_is_the_last_position_of_the_latest_sale_with_orders()
    {
        Assert.Equal(HighWaterMark.None, await Sandbox.SaleStore.FindMarkAsync("phone", CancellationToken.None));
        var first = await Sandbox.StartSaleAsync("phone", stock: 10);
        await StoreAsync(Batch(first, 1, 3));
        await Sandbox.StartSaleAsync("phone", stock: 10);

        Assert.Equal(new HighWaterMark(first, 3), await Sandbox.SaleStore.FindMarkAsync("phone", CancellationToken.None));
    }

    [Fact]
    public async Task Epochs_grow_and_stay_above_what_the_ledger_knows()
    {
        var definition = new SaleDefinition { ProductId = "phone", Name = "Phone", Stock = 1 };

        var first = await Sandbox.SaleStore.CreateAsync(definition, above: 0, CancellationToken.None);
        var second = await Sandbox.SaleStore.CreateAsync(definition, above: first + 40, CancellationToken.None);
        var third = await Sandbox.SaleStore.CreateAsync(definition with { ProductId = "book" }, above: 0, CancellationToken.None);

        Assert.Equal((first + 41, first + 42), (second, third));
    }

    [Fact]
    public async Task Finds_an_order_under_its_product_only()
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 10);
        var batch = Batch(epoch, 1, 1);
        await StoreAsync(batch);

        Assert.Equal(new StoredOrder(1, OrderState.Sold), await Sandbox.StoredOrders.FindAsync("phone", batch.OrderIds[0], CancellationToken.None));
        Assert.Null(await Sandbox.StoredOrders.FindAsync("book", batch.OrderIds[0], CancellationToken.None));
        Assert.Null(await Sandbox.StoredOrders.FindAsync("phone", Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task Who_went_on_without_an_answer_leaves_no_question_behind()
    {
        await using var source = NpgsqlDataSource.Create(Sandbox.PostgresWith(settings => settings.CommandTimeout = 1));
        using var stored = new PostgresStoredOrders(source, new() { MaxPoolSize = 2, DeadlineMilliseconds = 100 });
        await using var connection = await Sandbox.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", connection))
            await hold.ExecuteNonQueryAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            Assert.ThrowsAsync<SaleStoreUnavailableException>(() => stored.FindAsync("phone", Guid.NewGuid(), CancellationToken.None))));

        // One question was on its way. When it has ended none of those that waited for it may follow, for nobody hears the answer any more.
        await Eventually.SeesAsync("the end of the one question", CountWaitingAsync, waiting => waiting == 0);
        for (var look = 0; look < 50; look++)
            Assert.Equal(0, await CountWaitingAsync());
    }

    private async Task<long> CountWaitingAsync()
    {
        await using var count = Sandbox.Database.CreateCommand("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private Task StoreAsync(params OrderBatch[] batches) => Sandbox.Orders.StoreAsync(batches, [], [], CancellationToken.None);

    private static OrderBatch Batch(long epoch, long first, int count) => SampleBatch.Of(epoch, first, count);
}
