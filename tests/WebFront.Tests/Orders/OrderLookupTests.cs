using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Orders;

/// <summary>What is told of an order while the store is behind, or ledger or store is away.</summary>
public abstract class OrderLookupTests(SharedFront shared) : HoldTests(shared)
{
    [Fact]
    public async Task The_ledgers_word_is_told_while_nothing_is_stored()
    {
        await StartHoldingAsync(stock: 10, with: sale => sale with { HoldMaxSeconds = 2 * LongHold });
        var orderId = await HoldAsync(quantity: 2);

        var held = (await OtherFront.FindAsync(Product, orderId)).Is(200);
        Assert.Equal(
            ["orderId", "status", "quantity", "expiresAt", "expiresInMs", "amount", "currency", "stored"],
            held.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("held", 2, 2 * Price, false), (
            held.GetProperty("status").GetString(),
            held.GetProperty("quantity").GetInt32(),
            held.GetProperty("amount").GetInt64(),
            held.GetProperty("stored").GetBoolean()));
        Assert.InRange(held.GetProperty("expiresInMs").GetInt64(), 1, LongHold * 1_000);

        (await ConfirmAsync(orderId, Payment(amount: 2 * Price))).Is(200);
        IsOrder(await Front.FindAsync(Product, orderId), orderId, """{"status":"confirmed","quantity":2,"amount":99980,"currency":"EUR","stored":false}""");
        (await Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 1 })).Is(200);
        IsOrder(await Front.FindAsync(Product, orderId), orderId, """{"status":"confirmed","quantity":2,"amount":99980,"currency":"EUR","cancelled":1,"stored":false}""");
        (await Front.ChangeAsync(Product, orderId, "cancel")).Is(200);
        IsOrder(await Front.FindAsync(Product, orderId), orderId, """{"status":"cancelled","quantity":2,"amount":99980,"currency":"EUR","cancelled":2,"stored":false}""");
    }

    [Fact]
    public async Task A_hold_has_expired_from_its_deadline_on()
    {
        await StartHoldingAsync(stock: 10, ShortHold);
        var orderId = await HoldAsync();

        await ExpiredAsync(orderId);

        var expired = (await OtherFront.FindAsync(Product, orderId)).Is(200);
        Assert.Equal(
            ["orderId", "status", "quantity", "expiresAt", "amount", "currency", "stored"], expired.EnumerateObject().Select(member => member.Name));
        (await Front.ReleaseAsync(Product, orderId)).Is(200);
    }

    [Fact]
    public async Task A_released_hold_is_told_as_such()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();
        (await Front.ReleaseAsync(Product, orderId)).Is(200);

        IsOrder(await Front.FindAsync(Product, orderId), orderId, """{"status":"released","quantity":1,"amount":49990,"currency":"EUR","stored":false}""");
    }

    [Fact]
    public async Task What_is_stored_is_told_as_stored_until_the_order_changes_again()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();
        await StoreUntilAsync(orderId, "held");
        var held = (await Front.FindAsync(Product, orderId)).Is(200);
        Assert.True(held.GetProperty("stored").GetBoolean());

        (await ConfirmAsync(orderId)).Is(200);
        IsOrder(await Front.FindAsync(Product, orderId), orderId, """{"status":"confirmed","quantity":1,"amount":49990,"currency":"EUR","stored":false}""");
        await StoreUntilAsync(orderId, "confirmed");

        IsOrder(await Front.FindAsync(Product, orderId), orderId, """{"status":"confirmed","quantity":1,"amount":49990,"currency":"EUR","stored":true}""");
    }

    [Fact]
    public async Task Without_PostgreSQL_the_ledgers_word_is_told_and_orders_change()
    {
        await StartHoldingAsync(stock: 10);
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            [
                .. RunningFront.WithNamedKeys,
                ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x"),
            ]);
        var orderId = (await front.BuyAsync(Product)).OrderId;

        Assert.False((await front.FindAsync(Product, orderId)).Is(200).GetProperty("stored").GetBoolean());
        (await front.ChangeAsync(Product, orderId, "confirm", Payment())).Is(200);
        IsOrder(await front.FindAsync(Product, orderId), orderId, """{"status":"confirmed","quantity":1,"amount":49990,"currency":"EUR","stored":false}""");
        (await front.FindAsync(Product, Guid.NewGuid())).IsProblemForNow("unavailable");
    }

    [Fact]
    public async Task G7_without_Redis_nothing_changes_and_what_is_stored_is_told()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();
        await StoreUntilAsync(orderId, "held");
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            [
                .. RunningFront.WithNamedKeys,
                (GuardModes.Setting, GuardModes.Standalone),
                ("FlashFlow:Redis:Configuration", $"127.0.0.1:{FreePort.Find()}"),
                ("FlashFlow:Redis:DeadlineMilliseconds", "500"),
            ]);

        foreach (var (change, body) in new[] { ("confirm", Payment()), ("extend", null), ("cancel", (object?)null) })
        {
            var answer = await IsRefusedAsync(503, "unavailable", () => front.ChangeAsync(Product, orderId, change, body));
            Assert.Contains("Nothing was changed", answer.Text, StringComparison.Ordinal);
            answer.IsProblemForNow("unavailable");
        }

        await IsRefusedAsync(503, "unavailable", () => front.ReleaseAsync(Product, orderId));

        // Nobody's clock says how long it lasts yet.
        var told = (await front.FindAsync(Product, orderId)).Is(200);
        Assert.Equal(("held", true), (told.GetProperty("status").GetString(), told.GetProperty("stored").GetBoolean()));
        Assert.False(told.TryGetProperty("expiresInMs", out _));
        (await front.FindAsync(Product, Guid.NewGuid())).IsProblemForNow("unavailable");
    }

    private Task StoreUntilAsync(Guid orderId, string status) => StoreUntilAsync($"order {orderId} stored as {status}", async _ =>
        await Sandbox.StoredOrders.FindAsync(Product, orderId, CancellationToken.None) is { } stored
        && stored.State.Status.ToString().Equals(status, StringComparison.OrdinalIgnoreCase));
}

public sealed class OrderLookupInClusterTests(ClusterFront shared) : OrderLookupTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class OrderLookupStandaloneTests(StandaloneFront shared) : OrderLookupTests(shared);
