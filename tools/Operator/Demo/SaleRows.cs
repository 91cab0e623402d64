using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Operator.Demo;

/// <summary>One sale's rows in PostgreSQL.</summary>
internal sealed class SaleRows(NpgsqlDataSource source, long epoch)
{
    /// <summary>How many orders are stored.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public Task<long> CountAsync(CancellationToken cancellation) => AskAsync(
        "SELECT count(*) FROM orders WHERE epoch = $1",
        async command => (long)(await command.ExecuteScalarAsync(cancellation))!);

    /// <summary>The ids of the stored orders.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public Task<IReadOnlyList<Guid>> ListOrderIdsAsync(CancellationToken cancellation) => AskAsync<IReadOnlyList<Guid>>(
        "SELECT order_id FROM orders WHERE epoch = $1 ORDER BY position",
        async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var orderIds = new List<Guid>();
            while (await reader.ReadAsync(cancellation))
                orderIds.Add(reader.GetGuid(0));
            return orderIds;
        });

    private async Task<T> AskAsync<T>(string sql, Func<NpgsqlCommand, Task<T>> ask)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.Add(new() { Value = (int)epoch });
            return await ask(command);
        }
        catch (NpgsqlException failure)
        {
            throw new SaleStoreUnavailableException($"PostgreSQL: {failure.Message}", failure);
        }
    }
}
