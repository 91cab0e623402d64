using System.Net;
using System.Net.Http.Headers;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>An operator who must stop a sale on a bad day: of two silos one dies, and PostgreSQL is gone.</summary>
public sealed class OperatorsWithoutStoreTests : WholeWayTests
{
    protected override int Silos => 2;

    [ServersFact]
    public async Task Every_sale_can_be_paused_closed_and_restocked_and_the_record_follows()
    {
        var products = Enumerable.Range(0, 10).Select(i => $"product-{i}").ToArray();
        foreach (var product in products)
            await Sandbox.StartSaleAsync(product, stock: 10);
        var front = await StartFrontAsync();
        using var client = new HttpClient { BaseAddress = front.Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-operator-key");

        await SiloProcesses[0].KillAsync();
        await Servers.KillAsync("postgres");
        try
        {
            foreach (var product in products)
                await OperateAsync(product, "pause");
            foreach (var call in new[] { "resume", "close" })
                await OperateAsync(products[0], call);

            // A silo starts without it, too.
            await StartSiloAsync();
            foreach (var product in products[1..])
                await OperateAsync(product, "resume");
        }
        finally
        {
            await Servers.StartAsync("postgres");
            Sandbox.Database.Clear(); // The test's own connections were cut, too.
        }

        foreach (var product in products)
            await Eventually.SeesAsync($"no more to record of {product}", () => Sandbox.Sales.ListUnrecordedAsync(product), changes => changes.Count == 0);
        var record = await Sandbox.Office.FindRecordAsync(products[0]);
        Assert.Equal(["started", "paused", "resumed", "closed"], record!.History.Select(change => change.What));

        async Task OperateAsync(string product, string call)
        {
            using var answer = await client.PostAsync(new Uri($"/products/{product}/{call}", UriKind.Relative), null);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{call} of {product} was answered {answer.StatusCode}.");
        }
    }
}
