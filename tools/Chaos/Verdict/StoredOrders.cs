using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Reads the orders table as a whole.</summary>
internal static class StoredOrders
{
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public static async Task<IReadOnlyList<StoredOrder>> ReadAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT order_id, epoch, position, quantity, coalesce(shopper_id, '') FROM orders ORDER BY epoch, position");
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var orders = new List<StoredOrder>();
            while (await reader.ReadAsync(cancellation))
                orders.Add(new(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetString(4)));
            return orders;
        }
        catch (NpgsqlException failure)
        {
            throw new SaleStoreUnavailableException($"PostgreSQL: {failure.Message}", failure);
        }
    }
}
