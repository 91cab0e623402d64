using System.Text.Json;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

public sealed class SiloWarmUpTests
{
    [Fact]
    public async Task A_silo_rehearses_before_it_is_ready_and_leaves_no_trace_of_it()
    {
        await using var sandbox = await Sandbox.CreateAsync();
        await using var silo = await EngineProcess.StartSiloAsync(sandbox, ("FlashFlow:Silo:WarmUpMilliseconds", "60000"));
        using var client = new HttpClient { BaseAddress = silo.Address };

        var ready = await Eventually.SeesAsync("a silo that is ready", () => client.GetAsync("/health/ready"), answer => answer.IsSuccessStatusCode, TimeSpan.FromSeconds(60));

        using var health = JsonDocument.Parse(await ready.Content.ReadAsStringAsync());
        Assert.Equal("Healthy", health.RootElement.GetProperty("checks").GetProperty("warm").GetProperty("status").GetString());
        Assert.Matches("Warmed up in [1-9][0-9]{2,} turns", silo.Output);
        Assert.Equal("[]", await client.GetStringAsync("/products"));
        Assert.Empty(await sandbox.Sales.ListProductsAsync());
        Assert.Empty(await sandbox.StoredOrderIdsAsync());
    }
}
