using System.Text.Json;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace FlashFlow.Baselines;

/// <summary>
/// A sale in the way of the Node.js original: one Lua call per buy, a message that nobody confirms, and a worker that inserts one row per
/// message. What is sold is lost with the process that sold it, or with the broker.
/// </summary>
internal sealed class OriginalShop(IConfiguration configuration) : IAsyncDisposable
{
    private const string Stock = "baseline:stock";
    private const string Queue = "baseline.orders";

    // What the worker may hold: all else waits in the queue, where it can be purged.
    private const ushort Prefetch = 10;

    private const string Take = """
        local stock = tonumber(redis.call('GET', KEYS[1]) or '0')
        if stock > 0 then
          redis.call('DECR', KEYS[1])
          return 1
        end
        return 0
        """;

    private const string Table = """
        CREATE SCHEMA IF NOT EXISTS baseline;
        CREATE TABLE IF NOT EXISTS baseline.original_orders (
            id         serial      PRIMARY KEY,
            order_id   uuid        NOT NULL,
            product_id integer     NOT NULL,
            ordered_at timestamptz NOT NULL DEFAULT now()
        );
        """;

    private readonly SemaphoreSlim once = new(1);
    private readonly NpgsqlDataSource postgres = NpgsqlDataSource.Create(configuration["FlashFlow:Postgres:ConnectionString"]!);
    private ConnectionMultiplexer? redis;
    private IConnection? broker;
    private IChannel? gateway;

    /// <summary>Buys one unit.</summary>
    /// <returns>The order's id; null when nothing is left.</returns>
    public async Task<Guid?> BuyAsync()
    {
        if ((int)await redis!.GetDatabase().ScriptEvaluateAsync(Take, [Stock]) == 0)
            return null;
        var order = new OriginalOrder(Guid.NewGuid(), ProductId: 1);
        await gateway!.BasicPublishAsync("", Queue, JsonSerializer.SerializeToUtf8Bytes(order)); // as far as the client's own buffer
        return order.OrderId;
    }

    /// <summary>Begins again with this stock and no orders; what the worker has not stored yet is forgotten.</summary>
    public async Task ResetAsync(int stock)
    {
        await redis!.GetDatabase().StringSetAsync(Stock, stock);
        await gateway!.QueuePurgeAsync(Queue);
        await AskAsync("TRUNCATE baseline.original_orders");
    }

    /// <summary>Connects, declares what is missing, and starts the worker: once.</summary>
    public async Task PrepareAsync()
    {
        await once.WaitAsync();
        try
        {
            if (gateway is not null)
                return;
            await AskAsync(Table);
            redis ??= await ConnectionMultiplexer.ConnectAsync(configuration["FlashFlow:Redis:Configuration"]!);
            broker ??= await new ConnectionFactory { Uri = new(configuration["FlashFlow:RabbitMq:Uri"]!) }.CreateConnectionAsync();
            var channel = await broker.CreateChannelAsync();
            await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
            await WorkAsync(await broker.CreateChannelAsync());
            gateway = channel;
        }
        finally
        {
            once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (broker is not null)
            await broker.DisposeAsync();
        if (redis is not null)
            await redis.DisposeAsync();
        await postgres.DisposeAsync();
        once.Dispose();
    }

    private async Task WorkAsync(IChannel channel)
    {
        await channel.BasicQosAsync(prefetchSize: 0, Prefetch, global: false);
        var worker = new AsyncEventingBasicConsumer(channel);
        worker.ReceivedAsync += async (_, message) =>
        {
            var order = JsonSerializer.Deserialize<OriginalOrder>(message.Body.Span)!;
            await using var insert = postgres.CreateCommand("INSERT INTO baseline.original_orders (order_id, product_id) VALUES ($1, $2)");
            insert.Parameters.Add(new() { Value = order.OrderId });
            insert.Parameters.Add(new() { Value = order.ProductId });
            await insert.ExecuteNonQueryAsync();
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, worker);
    }

    private async Task AskAsync(string sql)
    {
        await using var command = postgres.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record OriginalOrder(Guid OrderId, int ProductId);
}
