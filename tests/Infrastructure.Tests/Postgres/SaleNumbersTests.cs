using FlashFlow.Core.Sales;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class SaleNumbersTests : SandboxTests
{
    [Fact]
    public async Task A_sequence_behind_its_rows_costs_no_sale()
    {
        var last = await CreateAsync("phone");
        for (var i = 0; i < 4; i++)
            last = await CreateAsync("phone");
        await ExecuteAsync("SELECT setval('sale_epochs', 1)");

        foreach (var product in new[] { "a", "b", "c" })
            Assert.Equal(++last, await CreateAsync(product));
    }

    [Fact]
    public async Task A_sequence_ahead_of_its_rows_is_followed()
    {
        await ExecuteAsync("SELECT setval('sale_epochs', 70)");
        Assert.Equal(71, await CreateAsync("phone"));
        Assert.Equal(72, await CreateAsync("phone"));
    }

    [Fact]
    public async Task A_sale_is_numbered_above_what_is_asked_for_and_above_orders_whose_sale_is_gone()
    {
        Assert.Equal(31, await CreateAsync("phone", above: 30));
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch: 50, first: 1, count: 1)], [], [], CancellationToken.None);
        Assert.Equal(51, await CreateAsync("phone", above: 30));
        await ExecuteAsync("""
            INSERT INTO dead_letters (letter_id, body, reason, attempts, is_readable) VALUES ('x', '', 'a reason', 1, true);
            INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id) VALUES (gen_random_uuid(), 60, 1, 1, 'phone', '', 'x')
            """);
        Assert.Equal(61, await CreateAsync("phone"));
    }

    [Fact]
    public async Task Operators_who_start_sales_at_once_each_get_a_number_of_their_own()
    {
        await CreateAsync("phone", above: 100);
        await ExecuteAsync("SELECT setval('sale_epochs', 1)");
        var epochs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CreateAsync($"product-{i}", above: 100)));
        Assert.Equal(Enumerable.Range(102, 20).Select(epoch => (long)epoch), epochs.Order());
    }

    private Task<long> CreateAsync(string productId, long above = 0) =>
        Sandbox.SaleStore.CreateAsync(new SaleDefinition { ProductId = productId, Name = productId, Stock = 1 }, above, CancellationToken.None);

    private async Task ExecuteAsync(string statement)
    {
        await using var command = Sandbox.Database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
