using RabbitMQ.Client;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FlashFlow.WebFront.Tests;

/// <summary>Tests that share fronts; those of a cluster, unless they say otherwise. Each has a product of its own.</summary>
[Collection(ClusterFront.Name)]
public abstract class SharedFrontTests(SharedFront shared)
{
    private static int products;

    protected string Product { get; init; } = $"product-{Interlocked.Increment(ref products)}";

    protected Sandbox Sandbox => shared.Sandbox;

    protected bool IsClustered => shared.Mode == GuardModes.Cluster;

    protected RunningFront Front => shared.Front;

    protected RunningFront OtherFront => shared.OtherFront;

    protected RunningFront DemoFront => shared.DemoFront;

    /// <summary>A corner of the servers for one test alone, whose fronts guard stock as the shared ones do.</summary>
    protected async Task<Sandbox> CreateCornerAsync()
    {
        var corner = await Sandbox.CreateAsync();
        corner.Settings[GuardModes.Setting] = shared.Mode;
        return corner;
    }

    /// <summary>The product's sale in the ledger.</summary>
    protected async Task<Sale> SaleAsync() =>
        await Sandbox.Sales.FindAsync(Product) ?? throw new InvalidOperationException($"There is no sale of {Product}.");

    /// <summary>Checks that a call is refused like this, and that the ledger and the database hold the same as before.</summary>
    protected async Task<HttpAnswer> IsRefusedAsync(int status, string code, Func<Task<HttpAnswer>> call)
    {
        var before = await Footprint.OfAsync(Sandbox, Product);
        var answer = await call();
        answer.IsProblem(status, code);
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
        return answer;
    }

    /// <summary>Takes an order out of the broker and stores it, as a drain would.</summary>
    protected Task StoreAsync(Guid orderId) => StoreUntilAsync(
        $"order {orderId} in the broker", delivery => Task.FromResult(delivery.Batches.Any(batch => batch.OrderIds.Contains(orderId))));

    /// <summary>Takes one message after the other out of the broker and stores it, until it is so.</summary>
    protected async Task StoreUntilAsync(string what, Func<Delivery, Task<bool>> isSo)
    {
        await Sandbox.Broker.CountReadyAsync(); // Which declares the queue, should nothing have been published yet.
        await using var connection = await new ConnectionFactory { Uri = Sandbox.RabbitMq.ListNodes()[0] }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.HoldsAsync(what, async () =>
        {
            if (await channel.BasicGetAsync($"{Sandbox.RabbitMq.Prefix}.orders", autoAck: true) is not { } message)
                return false;
            var delivery = new Delivery(message.Body.ToArray(), () => ValueTask.CompletedTask);
            await Sandbox.Orders.StoreAsync(delivery.Batches, delivery.Transitions, [], CancellationToken.None);
            return await isSo(delivery);
        });
    }
}
