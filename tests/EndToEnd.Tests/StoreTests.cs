using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlashFlow.Testing;
using Npgsql;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Bad days of PostgreSQL alone: it answers and stores nothing, or it stands still.</summary>
public sealed class StoreTests : WholeWayTests
{
    [ServersFact]
    public async Task G3_a_store_that_is_read_only_is_told_and_what_waited_is_stored_when_it_is_not_any_more()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);
        var front = await StartFrontAsync();
        var drain = await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);

        await SetAsync("default_transaction_read_only = on");
        try
        {
            await crowd.BuyAsync(Enumerable.Range(0, 50).Select(i => ($"s{i}", (string?)null, 1)));
            var (status, checks) = await Eventually.SeesAsync(
                "an unhealthy drain", () => HealthAsync(drain), health => health.Status == HttpStatusCode.ServiceUnavailable);
            Assert.Contains("PostgreSQL is read-only", checks.GetProperty("postgres").GetProperty("description").GetString(), StringComparison.Ordinal);
            await Eventually.HoldsAsync(
                "a drain that says that orders wait",
                async () => (await HealthAsync(drain)).Checks.GetProperty("storing").GetProperty("status").GetString() == "Unhealthy");
            Assert.Equal(HttpStatusCode.OK, (await HealthAsync(front)).Status);
        }
        finally
        {
            await SetAsync("default_transaction_read_only = off");
        }

        await CheckAsync(crowd, expectedUnits: 50);
        await Eventually.HoldsAsync("a healthy drain", async () => (await HealthAsync(drain)).Status == HttpStatusCode.OK);
    }

    [ServersFact]
    public async Task G3_a_store_that_may_lose_what_it_took_is_told()
    {
        var drain = await StartDrainAsync();
        await SetAsync("full_page_writes = off");
        try
        {
            var (status, checks) = await Eventually.SeesAsync(
                "a degraded drain",
                () => HealthAsync(drain),
                health => health.Checks.GetProperty("postgres").GetProperty("status").GetString() == "Degraded");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("full_page_writes off", checks.GetProperty("postgres").GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Contains("G3", checks.GetProperty("postgres").GetProperty("description").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await SetAsync("full_page_writes = on");
        }
    }

    [ServersFact]
    public async Task A_front_and_a_drain_start_while_PostgreSQL_stands_still_and_a_known_sale_sells()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Servers.FreezeAsync("postgres");
        try
        {
            var front = await StartFrontAsync();
            using var client = new HttpClient { BaseAddress = front.Address, Timeout = TimeSpan.FromSeconds(12) }; // Less than PostgreSQL's client would wait.
            using var buy = await client.PostAsJsonAsync($"/products/{Product}/orders", new { shopperId = "ada", quantity = 1 });
            Assert.Equal(HttpStatusCode.Accepted, buy.StatusCode);
            using var order = await client.GetAsync(buy.Headers.Location);
            Assert.Equal(HttpStatusCode.OK, order.StatusCode);
        }
        finally
        {
            await Servers.ThawAsync("postgres");
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Checks)> HealthAsync(EngineProcess process)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(process.Address, "/health/ready"));
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks"));
    }

    private static async Task SetAsync(string setting)
    {
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(RealServices.Postgres) { Options = "-c default_transaction_read_only=off" });
        foreach (var statement in new[] { $"ALTER SYSTEM SET {setting}", "SELECT pg_reload_conf()" })
        {
            await using var command = server.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
