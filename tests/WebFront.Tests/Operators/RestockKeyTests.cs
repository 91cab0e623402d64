namespace FlashFlow.WebFront.Tests.Operators;

/// <summary>A key of a restock stands for the units that were asked for under it.</summary>
public abstract class RestockKeyTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_key_that_was_used_for_other_units_is_refused_at_any_front_and_adds_nothing()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        (await Front.RestockAsync(Product, new { units = 5 }, key: "r1")).Is(200);

        await IsRefusedAsync(422, "idempotency_key_reused", () => Front.RestockAsync(Product, new { units = 50 }, key: "r1"));
        await IsRefusedAsync(422, "idempotency_key_reused", () => OtherFront.RestockAsync(Product, new { units = 1 }, key: "r1"));
        (await Front.RestockAsync(Product, new { units = 5 }, key: "r1")).Is(200);
        Assert.Equal(15, (await SaleAsync()).Remaining);
    }

    [Fact]
    public async Task It_is_refused_also_once_the_sale_is_closed()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        (await Front.RestockAsync(Product, new { units = 5 }, key: "r1")).Is(200);
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close")).Is(200);

        await IsRefusedAsync(422, "idempotency_key_reused", () => Front.RestockAsync(Product, new { units = 50 }, key: "r1"));
        (await Front.RestockAsync(Product, new { units = 5 }, key: "r1")).Is(200);
    }
}

public sealed class RestockKeyInClusterTests(ClusterFront shared) : RestockKeyTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class RestockKeyStandaloneTests(StandaloneFront shared) : RestockKeyTests(shared);
