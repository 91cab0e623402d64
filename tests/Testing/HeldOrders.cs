using Npgsql;

namespace FlashFlow.Testing;

/// <summary>Keeps drains from storing orders until it is disposed of.</summary>
public sealed class HeldOrders : IAsyncDisposable
{
    private readonly Sandbox sandbox;
    private readonly NpgsqlConnection connection;

    private HeldOrders(Sandbox sandbox, NpgsqlConnection connection) => (this.sandbox, this.connection) = (sandbox, connection);

    public static async Task<HeldOrders> HoldAsync(Sandbox sandbox)
    {
        var connection = await sandbox.Database.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE orders IN EXCLUSIVE MODE", connection);
        await hold.ExecuteNonQueryAsync();
        return new(sandbox, connection);
    }

    /// <summary>Waits until so many drains are storing something, which they cannot.</summary>
    public Task StoringAsync(int drains) => Eventually.SeesAsync(
        $"{drains} drains that store",
        async () =>
        {
            await using var command = sandbox.Database.CreateCommand(
                "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass");
            return (long)(await command.ExecuteScalarAsync())!;
        },
        waiting => waiting >= drains);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
