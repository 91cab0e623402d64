using FlashFlow.WebFront.Guarding;
using Npgsql;

namespace FlashFlow.WebFront.Tests.Guarding;

/// <summary>What an operator hears when a sale's grain fails.</summary>
public sealed class GrainSaleOfficeTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_sale_that_cannot_be_numbered_is_a_service_that_is_away()
    {
        await using (var connection = await Sandbox.Database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("LOCK TABLE sales IN ACCESS EXCLUSIVE MODE", connection);
            await hold.ExecuteNonQueryAsync();

            (await Front.DefineAsync(Product, new { name = "Phone", stock = 10 })).IsProblem(503, "unavailable");
        }

        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10 })).Is(201);
    }
}
