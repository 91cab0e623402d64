using System.Net;
using System.Net.Http.Json;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Bad days: servers that go away in the middle of a sale and come back with their data.</summary>
public sealed class ServerTests : WholeWayTests
{
    [ServersTheory, BothModes]
    public async Task G3_G7_without_Redis_nothing_is_sold_and_with_it_the_sale_goes_on(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, stock: 300);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Enumerable.Range(0, 100).Select(i => ($"s{i}", (string?)"key", 1)));

        await Servers.KillAsync("redis");
        using var client = new HttpClient { BaseAddress = front.Address };
        using var refused = await client.PostAsJsonAsync($"/products/{Product}/orders", new { shopperId = "ada", quantity = 1 });
        using var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        var buying = crowd.BuyAsync(Enumerable.Range(100, 400).Select(i => ($"s{i}", (string?)"key", 1)));
        await Servers.StartAsync("redis");
        await buying.Within("every shopper to know", TimeSpan.FromSeconds(60));

        await CheckAsync(crowd, expectedUnits: 300);
    }

    [ServersFact]
    public async Task G3_without_RabbitMQ_the_sale_goes_on_and_the_orders_wait_in_the_outbox()
    {
        await Sandbox.StartSaleAsync(Product, stock: 300);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Enumerable.Range(0, 100).Select(i => ($"s{i}", (string?)null, 1)));

        await Servers.KillAsync("rabbitmq");
        await crowd.BuyAsync(Enumerable.Range(100, 400).Select(i => ($"s{i}", (string?)null, 1)));
        Assert.NotEqual(0, await Sandbox.Outbox.CountAsync(Product));
        await Servers.StartAsync("rabbitmq");

        await CheckAsync(crowd, expectedUnits: 300);
    }

    [ServersFact]
    public async Task G3_without_PostgreSQL_the_sale_goes_on_and_the_orders_wait_in_broker_and_outbox()
    {
        await Sandbox.StartSaleAsync(Product, stock: 300);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Enumerable.Range(0, 100).Select(i => ($"s{i}", (string?)null, 1)));

        await Servers.KillAsync("postgres");
        await crowd.BuyAsync(Enumerable.Range(100, 400).Select(i => ($"s{i}", (string?)null, 1)));
        Assert.Equal(300, crowd.Answers.Count(answer => answer.HasOrder));
        Assert.NotEqual(0, await Sandbox.Outbox.CountAsync(Product));
        await Servers.StartAsync("postgres");
        Sandbox.Database.Clear(); // The test's own connections were cut, too.

        await CheckAsync(crowd, expectedUnits: 300);
        await Sandbox.WaitForEmptyOutboxAsync(Product);
    }
}
