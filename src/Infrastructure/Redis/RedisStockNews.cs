using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Live;
using Microsoft.Extensions.Hosting;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>News of stock over Redis publish/subscribe: one channel for all products, every front hears everything.</summary>
internal sealed class RedisStockNews(RedisConnection redis, RedisKeys keys, LiveStock live) : BackgroundService, IStockNews
{
    /// <inheritdoc/>
    public Task PublishAsync(StockLevel level) => redis.CallAsync(database =>
        database.PublishAsync(keys.StockNews, JsonSerializer.SerializeToUtf8Bytes(level, StockLevelJson.Default.StockLevel)));

    // The client subscribes again by itself whenever Redis comes back.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        redis.SubscribeAsync(keys.StockNews, message =>
        {
            if (JsonSerializer.Deserialize(message, StockLevelJson.Default.StockLevel) is { } level)
                live.Receive(level);
        });
}

[JsonSerializable(typeof(StockLevel))]
internal sealed partial class StockLevelJson : JsonSerializerContext;
