namespace FlashFlow.WebFront.Tests.Cluster;

/// <summary>What an operator hears when a sale's grain fails.</summary>
public sealed class GrainSaleOfficeTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_sale_that_cannot_be_numbered_is_a_service_that_is_away()
    {
        await RenameAsync("sales", "out_of_reach");
        try
        {
            (await Front.DefineAsync(Product, new { name = "Phone", stock = 10 })).IsProblem(503, "unavailable");
        }
        finally
        {
            await RenameAsync("out_of_reach", "sales");
        }

        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10 })).Is(201);
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var rename = Sandbox.Database.CreateCommand($"ALTER TABLE {from} RENAME TO {to}");
        await rename.ExecuteNonQueryAsync();
    }
}
