using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Bad days, at exact places: the process that guards the stock, or the drain, dies between two steps that belong together.</summary>
public sealed class FaultPointTests : WholeWayTests
{
    // The tests start the silos themselves, a faulty one first.
    protected override int Silos => 0;

    // What guards the stock: in a cluster it is not the front.
    private string Guard => IsClustered ? "Silo" : "WebFront";

    [Theory, BothModes]
    public async Task G3_G4_dead_after_the_script_and_before_the_reply_the_order_is_kept_and_a_retry_gets_it(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var (faulty, front) = await StartFaultyGuardAsync("after-script");
        using var crowd = new Crowd(Product, front);

        var buying = crowd.BuyAsync("ada", "key");
        await faulty.EndAsync();
        Assert.Equal(1, (await Sandbox.Sales.FindAsync(Product))!.Accepted);
        Assert.Equal(1, await Sandbox.Outbox.CountAsync(Product));
        Assert.False(buying.IsCompleted, "The shopper was answered.");

        crowd.Fronts = [await StartSoundGuardAsync()];
        var answer = await buying.Within("the shopper to know");
        await EndAsync(crowd, answer);
    }

    [Theory, BothModes]
    public async Task G4_G9_dead_after_the_script_and_before_the_reply_a_confirm_is_kept_and_asked_again_gets_the_same_answer(string mode)
    {
        Mode = mode;
        var epoch = await Sandbox.StartHoldingAsync(Product, stock: 1, holdSeconds: 300);
        var orderId = OrderIds.New(TimeProvider.System);
        await Sandbox.BuyAsync(Product, new OrderOperation(orderId, "ada", 1));
        var (faulty, front) = await StartFaultyGuardAsync("after-script");
        using var shop = new Shop(Product, front);

        var confirming = shop.ConfirmAsync(orderId, "pi_1", 49_990, "EUR");
        await faulty.EndAsync();
        Assert.Equal(OrderStatus.Confirmed, (await Sandbox.Sales.FindOrderAsync(Product, orderId))!.State.Status);
        Assert.False(confirming.IsCompleted, "The shop was answered.");

        shop.Fronts = [await StartSoundGuardAsync()];
        var answer = await confirming.Within("the shop to know", TimeSpan.FromSeconds(60));
        Assert.Equal((200, "confirmed"), (answer.Status, answer.Text("status")));
        Assert.Equal(answer, await shop.ConfirmAsync(orderId, "pi_1", 49_990, "EUR"));
        await StartDrainAsync();
        await CheckStatesAsync(epoch);
        Assert.Equal([TransitionKind.Confirmed], (await Sandbox.StoredOrders.ReadTransitionsAsync(epoch, CancellationToken.None)).Select(transition => transition.Kind));
    }

    [Theory, BothModes]
    public async Task G3_dead_after_the_reply_and_before_the_publish_the_order_is_stored_all_the_same(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var (faulty, front) = await StartFaultyGuardAsync("before-publish", stalls: true);
        using var crowd = new Crowd(Product, front);

        var answer = await crowd.BuyAsync("ada", "key");
        await faulty.AtFaultPointAsync();
        await faulty.KillAsync();
        Assert.Equal(1, await Sandbox.Outbox.CountAsync(Product));
        Assert.Equal(0, await Sandbox.Broker.CountReadyAsync());

        crowd.Fronts = [await StartSoundGuardAsync()];
        await EndAsync(crowd, answer);
    }

    [Theory, BothModes]
    public async Task G3_killed_with_a_full_outbox_what_guards_the_stock_loses_nothing_once_another_one_runs(string mode)
    {
        Mode = mode;
        const int Orders = 300;
        await Sandbox.StartSaleAsync(Product, stock: 1_000);
        var (killed, front) = await StartFaultyGuardAsync("before-publish", stalls: true);
        using var crowd = new Crowd(Product, front);
        await crowd.BuyAsync(Enumerable.Range(0, Orders).Select(i => ($"s{i}", (string?)null, 1)));
        await killed.AtFaultPointAsync();
        await killed.KillAsync();
        var left = await Sandbox.Outbox.ReadAsync(Product, max: Orders);
        Assert.Equal(Orders, left.Sum(entry => OrderBatch.Parse(entry.Body.Span).Count));
        Assert.Equal(0, await Sandbox.Broker.CountReadyAsync());

        await StartSoundGuardAsync();

        await DrainAllAsync();
        await CheckAsync(crowd, Orders);
    }

    [Theory, BothModes]
    public async Task G3_dead_after_the_publish_and_before_the_order_is_stored_it_is_stored_once_and_leaves_the_outbox(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var (faulty, front) = await StartFaultyGuardAsync("after-publish", stalls: true);
        using var crowd = new Crowd(Product, front);

        var answer = await crowd.BuyAsync("ada", "key");
        await faulty.AtFaultPointAsync();
        await faulty.KillAsync();
        Assert.Equal(1, await Sandbox.Outbox.CountAsync(Product));
        Assert.NotEqual(0, await Sandbox.Broker.CountReadyAsync());

        crowd.Fronts = [await StartSoundGuardAsync()];
        await EndAsync(crowd, answer);
    }

    [Fact]
    public async Task G3_a_drain_dead_after_the_insert_and_before_the_ack_is_delivered_the_order_again_and_it_is_stored_once()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var faulty = await StartFaultyAsync("Drain", "after-insert");
        using var crowd = new Crowd(Product, await StartSoundGuardAsync());

        var answer = await crowd.BuyAsync("ada", "key");
        await faulty.EndAsync();
        Assert.Equal([answer.OrderId!.Value], await Sandbox.StoredOrderIdsAsync());
        await ReadyAsync(1);

        await EndAsync(crowd, answer);
    }

    [Fact]
    public async Task G3_G8_a_drain_dead_between_two_rows_of_a_split_batch_stores_each_once_and_puts_only_the_bad_one_aside()
    {
        // No front takes a buy of no units; the ledger does, and the table refuses it.
        await Sandbox.StartSaleAsync(Product, stock: 4);
        OrderOperation[] buys = [.. new[] { 1, 1, 0, 1, 1 }.Select((quantity, i) => new OrderOperation(OrderIds.New(TimeProvider.System), $"s{i}", quantity))];
        var faulty = await StartFaultyAsync("Drain", "between-rows");
        var entry = (await Sandbox.BuyAsync(Product, buys)).Entry!;
        await Sandbox.PublishAsync(entry);
        await Sandbox.Outbox.RemoveAsync(Product, [entry.Id]);
        await faulty.EndAsync();
        Assert.Equal([buys[0].OrderId], await Sandbox.StoredOrderIdsAsync());
        await ReadyAsync(1);

        await DrainAllAsync();

        var books = await Sandbox.AtRestAsync(Product);
        Assert.Equal(new(1, 0), books.Dead);
        Assert.Equal(buys.Where(buy => buy.Quantity > 0).Select(buy => buy.OrderId), await Sandbox.StoredOrderIdsAsync());
    }

    /// <summary>What guards the stock, with a fault, and a front to it.</summary>
    private async Task<(EngineProcess Faulty, Uri Front)> StartFaultyGuardAsync(string point, bool stalls = false)
    {
        var starting = StartFaultyAsync(Guard, point, stalls);
        var front = IsClustered ? StartFrontAsync() : starting;
        await Task.WhenAll(starting, front);
        return (await starting, (await front).Address);
    }

    /// <returns>A front to it.</returns>
    private async Task<Uri> StartSoundGuardAsync()
    {
        var front = StartFrontAsync();
        await Task.WhenAll(IsClustered ? StartSiloAsync() : front, front);
        return (await front).Address;
    }

    /// <summary>With everything sound again the one order is stored once, and who asks for it again gets it.</summary>
    private async Task EndAsync(Crowd crowd, Crowd.Answer answer)
    {
        // At once, while the front still remembers that nothing is left.
        var again = await crowd.BuyAsync("ada", "key");
        Assert.Equal(answer.OrderId, again.OrderId);

        await DrainAllAsync();
        await CheckAsync(crowd, expectedUnits: 1);
        Assert.Equal([answer.OrderId!.Value], await Sandbox.StoredOrderIdsAsync());
    }

    /// <summary>Lets drains take all there is, also what comes a second time. One that stops has finished what it was given, or gives it back.</summary>
    private async Task DrainAllAsync()
    {
        var drain = await StartDrainAsync();
        await Sandbox.WaitForEmptyOutboxAsync(Product);
        Assert.Equal(0, await drain.StopAsync());
        await Eventually.SeesAsync("a drain that leaves nothing in the broker", DrainAsync, left => left == 0);
    }

    private async Task<long> DrainAsync()
    {
        var drain = await StartDrainAsync();
        await ReadyAsync(0);
        Assert.Equal(0, await drain.StopAsync());
        return await Sandbox.Broker.CountReadyAsync();
    }

    private Task<long> ReadyAsync(long count) =>
        Eventually.SeesAsync($"{count} messages in the broker", Sandbox.Broker.CountReadyAsync, ready => ready == count);
}
