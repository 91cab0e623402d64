using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Which products the sweep, the watch and the recorder ask for all the time.</summary>
public sealed class ActiveProductsTests : SandboxTests
{
    private const string Product = "phone";
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task G3_a_product_is_active_until_nothing_of_it_waits_and_it_has_been_quiet()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.BuyAsync(Product, Buy());
        await Sandbox.GrowQuietAsync(Product, Quiet);
        Assert.Equal([Product], await AfterTidyingAsync()); // Its order lies in the outbox.

        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused, new(DateTimeOffset.UtcNow, "somebody", "paused"));
        await Sandbox.EmptyOutboxAsync(Product);
        Assert.Equal([Product], await AfterTidyingAsync()); // The pause is not recorded.

        await Sandbox.Sales.ForgetUnrecordedAsync(Product, await Sandbox.Sales.ListUnrecordedAsync(Product));
        Assert.Empty(await AfterTidyingAsync());
        Assert.Equal([Product], await Sandbox.Sales.ListProductsAsync());
    }

    [Fact]
    public async Task A_product_is_active_as_long_as_somebody_holds_a_unit_of_it()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.Sales.UpdateAsync(
            epoch, new() { ProductId = Product, Name = Product, Stock = 10, HoldSeconds = 3_600, HoldMaxSeconds = 3_600 });
        var held = Buy();
        await Sandbox.BuyAsync(Product, held);
        await Sandbox.EmptyOutboxAsync(Product);
        await Sandbox.GrowQuietAsync(Product, Quiet);
        Assert.Equal([Product], await AfterTidyingAsync());

        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held.OrderId, new OrderChange.Release()));
        await Sandbox.EmptyOutboxAsync(Product);
        Assert.Empty(await AfterTidyingAsync());
    }

    [Fact]
    public async Task A_product_that_was_bought_a_moment_ago_stays_active_though_nothing_of_it_waits()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.GrowQuietAsync(Product, TimeSpan.FromSeconds(20));
        Assert.Equal([Product], await AfterTidyingAsync());
    }

    [Fact]
    public async Task G3_every_call_that_puts_something_on_its_way_makes_the_product_active_first()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        Func<Task>[] calls =
        [
            () => Sandbox.BuyAsync(Product, Buy()),
            () => Sandbox.Sales.RestockAsync(Product, epoch, 1, key: null),
            () => Sandbox.Sales.UpdateAsync(epoch, Definition),
            () => Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed),
            () => Sandbox.Sales.ArchiveAsync(Product, epoch),
        ];
        foreach (var call in calls)
        {
            await RestAsync();
            await call();
            Assert.Equal([Product], await Sandbox.Sales.ListActiveAsync());
        }
    }

    [Fact]
    public async Task A_name_that_nobody_sells_under_is_never_active()
    {
        await Sandbox.BuyAsync("warm-up", Buy());
        Assert.Empty(await Sandbox.Sales.ListActiveAsync());
    }

    // A process that was frozen between saying so and selling comes back after the product was taken for quiet.
    [Fact]
    public async Task G3_a_product_at_rest_of_which_something_waits_is_made_active_by_whoever_looks()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await RestAsync();
        await Sandbox.Sales.ActivateIfWaitingAsync(Product);
        Assert.Empty(await Sandbox.Sales.ListActiveAsync());

        await Sandbox.BuyAsync(Product, Buy());
        await Sandbox.ForgetActiveAsync();
        await Sandbox.Sales.ActivateIfWaitingAsync(Product);
        Assert.Equal([Product], await Sandbox.Sales.ListActiveAsync());
    }

    [Fact]
    public async Task G7_a_ledger_that_was_emptied_is_another_one()
    {
        var before = await Sandbox.Sales.FindIdentityAsync();
        Assert.Equal(before, await Sandbox.Sales.FindIdentityAsync());
        await Sandbox.LoseRedisAsync();
        var emptied = await Sandbox.Sales.FindIdentityAsync();
        Assert.NotEqual(before, emptied);
        Assert.Equal(emptied, await Sandbox.Sales.FindIdentityAsync());
    }

    // Many managed servers forbid INFO to those who pay for them.
    [Fact]
    public async Task G7_a_server_that_does_not_tell_which_it_is_is_known_by_what_lies_beside_the_data()
    {
        var user = $"limited-{Guid.NewGuid():N}";
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{RealServices.Redis},allowAdmin=true");
        await redis.GetDatabase().ExecuteAsync("ACL", "SETUSER", user, "on", ">secret", "~*", "&*", "+@all", "-info");
        try
        {
            Sandbox.Settings["FlashFlow:Redis:Configuration"] = $"{RealServices.Redis},user={user},password=secret";
            await using var services = Sandbox.BuildServices(_ => { });
            var sales = services.GetRequiredService<ISaleLedger>();
            var before = await sales.FindIdentityAsync();
            Assert.Equal(before, await sales.FindIdentityAsync());
            await Sandbox.LoseRedisAsync();
            Assert.NotEqual(before, await sales.FindIdentityAsync());
        }
        finally
        {
            await redis.GetDatabase().ExecuteAsync("ACL", "DELUSER", user);
        }
    }

    private static SaleDefinition Definition => new() { ProductId = Product, Name = Product, Stock = 10 };

    private async Task RestAsync()
    {
        await Sandbox.GrowQuietAsync(Product, Quiet);
        foreach (var entry in await Sandbox.Outbox.ReadAsync(Product, 10))
            await Sandbox.Outbox.RemoveAsync(Product, [entry.Id]);
        await Sandbox.Sales.ForgetUnrecordedAsync(Product, await Sandbox.Sales.ListUnrecordedAsync(Product));
        Assert.Empty(await AfterTidyingAsync());
    }

    private async Task<IReadOnlyList<string>> AfterTidyingAsync()
    {
        await Sandbox.Sales.TidyListsAsync();
        return await Sandbox.Sales.ListActiveAsync();
    }
}
