using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>Removes what a corner of the servers holds once nobody works in it any more.</summary>
internal static class SandboxRemains
{
    public static async Task RemoveAsync(string name)
    {
        await RemoveFromRedisAsync(name);
        await RemoveQueuesAsync(name);
        await RemoveSchemaAsync(name);
    }

    /// <summary>Every key that has the name in it.</summary>
    public static async Task RemoveFromRedisAsync(string name)
    {
        using var redis = ConnectionMultiplexer.Connect(RealServices.Redis);
        foreach (var endpoint in redis.GetEndPoints())
            await redis.GetDatabase().KeyDeleteAsync([.. redis.GetServer(endpoint).Keys(pattern: $"*{name}*", pageSize: 1_000)]);
    }

    private static async Task RemoveQueuesAsync(string name)
    {
        await using var connection = await new ConnectionFactory { Uri = new(RealServices.RabbitMq) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync($"{name}.orders");
        await channel.QueueDeleteAsync($"{name}.dead-letters");
        await channel.ExchangeDeleteAsync(name);
    }

    // A process that was killed is survived by its statement: PostgreSQL notices that nobody is there when it has an answer for him, and until
    // then holds the locks, of one table after the other, against which a drop of all tables deadlocks. So its sessions are ended first.
    private static async Task RemoveSchemaAsync(string name)
    {
        await using var server = NpgsqlDataSource.Create(RealServices.Postgres);
        await Eventually.HoldsAsync($"the schema {name} dropped", async () =>
        {
            await using var end = server.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1");
            end.Parameters.Add(new() { Value = name });
            await end.ExecuteNonQueryAsync();
            try
            {
                await using var drop = server.CreateCommand($"SET lock_timeout = '2s'; DROP SCHEMA \"{name}\" CASCADE");
                await drop.ExecuteNonQueryAsync();
                return true;
            }
            catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                return false;
            }
        });
    }
}
