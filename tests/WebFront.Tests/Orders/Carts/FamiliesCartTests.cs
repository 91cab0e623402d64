using FlashFlow.Core.Buying;
using FlashFlow.Core.Carts;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests.Orders.Carts;

/// <summary>Orders of products of several families, which are held one after the other.</summary>
public abstract class FamiliesCartTests(SharedFront shared) : CartTests(shared)
{
    [Fact]
    public async Task All_are_held_and_paid_for_together()
    {
        await DefineAsync("cup", family: "china");
        await DefineAsync("fork", family: "steel", price: 3);
        await DefineAsync("book", family: null, price: 7);

        var placed = await PlaceAsync(key: null, ("book", 1), ("fork", 2), ("cup", 1));

        Assert.Equal(("held", 2_300), (placed.Is(202).GetProperty("status").GetString(), placed.Json.GetProperty("amount").GetInt32()));
        Assert.Equal("confirmed", (await PayAsync(placed.OrderId, 2_300)).Is(200).GetProperty("status").GetString());
        foreach (var name in new[] { "cup", "book" })
            Assert.Equal((9, 0, 1), await CountsAsync(name));
    }

    [Fact]
    public async Task Where_one_cannot_be_had_the_others_are_given_back()
    {
        await DefineAsync("cup", family: null);
        await DefineAsync("fork", stock: 0, family: null);
        await DefineAsync("plate", holdSeconds: 0, family: null);

        IsRefused(await PlaceAsync(Key, ("fork", 1), ("cup", 1)), 409, "sold_out", line: 0, "fork");
        IsRefused(await PlaceAsync(key: null, ("cup", 1), ("plate", 1)), 422, "holds_required", line: 1, "plate");
        Assert.Equal((10, 0, 0), await CountsAsync("cup"));

        // The same key tries again, and takes again what was given back.
        (await Front.RestockAsync(Named("fork"), new { units = 1 })).Is(200);
        var placed = await PlaceAsync(Key, ("fork", 1), ("cup", 1));
        Assert.Equal("held", placed.Is(202).GetProperty("status").GetString());
        Assert.Equal((9, 1, 0), await CountsAsync("cup"));
        (await PlaceAsync(Key, ("fork", 1), ("cup", 1))).Is(200);
        (await PayAsync(placed.OrderId, 2_000)).Is(200);
    }

    [Fact]
    public async Task What_is_paid_in_several_currencies_is_not_one_order()
    {
        await DefineAsync("cup", family: null);
        (await Front.DefineAsync(Named("yen"), new { name = "Yen", stock = 1, price = 100, currency = "JPY", holdSeconds = 60 })).Is(201);

        (await PlaceAsync(key: null, ("cup", 1), ("yen", 1))).IsProblem(422, "mixed_currencies");
        Assert.Equal((10, 0, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task G9_a_late_payment_that_cannot_have_all_gives_back_what_it_has()
    {
        await DefineAsync("cup", stock: 1, family: null);
        await DefineAsync("fork", stock: 1, family: null);
        await Sandbox.ChangeSaleAsync(Named("fork"), ("hold", 1_000));
        var late = await PlaceAsync(key: null, ("cup", 1), ("fork", 1));
        await Eventually.SeesAsync(
            "the fork to be free", () => Front.GetAsync($"/products/{Named("fork")}"), answer => answer.Json.GetProperty("remaining").GetInt32() == 1);
        (await Front.BuyAsync(Named("fork"), shopperId: "bob")).Is(202);

        // The cup is confirmed first, and then undone, whatever the sale says of cancels.
        await Sandbox.ChangeSaleAsync(Named("cup"), ("cancel_until", 1));
        (await PayAsync(late.OrderId, 2_000)).IsProblem(410, "hold_expired");

        var cup = await CountsAsync("cup");
        Assert.Equal((1, 0), (cup.Remaining, cup.Held));
        (await PayAsync(late.OrderId, 2_000)).IsProblem(410, "hold_expired");
        Assert.Equal(1, (await CountsAsync("cup")).Remaining);
    }

    [Fact]
    public async Task What_somebody_began_and_did_not_end_is_ended()
    {
        await DefineAsync("cup", family: null);
        await DefineAsync("fork", family: null);
        var placed = await PlaceAsync(key: null, ("cup", 1), ("fork", 1));
        placed.Is(202);

        // As a front leaves it that dies after it has noted the payment.
        await using var other = Sandbox.BuildServices(_ => { });
        await other.GetRequiredService<ICartRecords>().BeginAsync(placed.OrderId, new(new OrderChange.Confirm("pay-1", 2_000, Euro), [1_000, 1_000]));

        await Eventually.SeesAsync("the payment of both", () => FindAsync(placed.OrderId), answer =>
            answer.Is(200).GetProperty("orders").EnumerateArray().All(part => part.GetProperty("status").GetString() == "confirmed"));
        Assert.Equal((9, 0, 1), await CountsAsync("fork"));
    }
}

public sealed class FamiliesCartInClusterTests(ClusterFront shared) : FamiliesCartTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class FamiliesCartStandaloneTests(StandaloneFront shared) : FamiliesCartTests(shared);
