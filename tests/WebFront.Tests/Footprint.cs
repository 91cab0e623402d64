namespace FlashFlow.WebFront.Tests;

/// <summary>What the ledger and the database hold: if two are equal, nothing has changed between them.</summary>
/// <param name="Sale">The product's sale.</param>
/// <param name="Ended">Its earlier sales.</param>
/// <param name="Definitions">All its sales as they are stored.</param>
/// <param name="IsListed">Whether the product is on the list. Of others, those that are archived leave it by themselves.</param>
/// <param name="Sales">Sales of any product stored in this corner of the servers.</param>
/// <param name="Orders">Orders stored there.</param>
internal sealed record Footprint(Sale? Sale, string Ended, string Definitions, bool IsListed, long Sales, long Orders)
{
    public static async Task<Footprint> OfAsync(Sandbox sandbox, string productId)
    {
        var sale = sandbox.Sales.FindAsync(productId);
        var ended = sandbox.Sales.ListEndedAsync(productId);
        var products = sandbox.Sales.ListProductsAsync();
        await using var command = sandbox.Database.CreateCommand("""
            SELECT
                (SELECT coalesce(string_agg(sales::text, ' ' ORDER BY epoch), '') FROM sales WHERE product_id = $1),
                (SELECT count(*) FROM sales),
                (SELECT count(*) FROM orders)
            """);
        command.Parameters.Add(new() { Value = productId });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(
            await sale,
            string.Join(' ', await ended),
            reader.GetString(0),
            (await products).Contains(productId),
            reader.GetInt64(1),
            reader.GetInt64(2));
    }
}
