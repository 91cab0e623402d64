namespace FlashFlow.WebFront.Tests.Products;

/// <summary>What passes through a proxy that nobody has set up for FlashFlow.</summary>
public sealed class NginxTests(ClusterFront shared) : SharedFrontTests(shared)
{
    // The first sign of life comes after five seconds and would push out what is held back.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4.5);

    [NginxFact]
    public async Task A_proxy_with_usual_settings_passes_each_event_on_at_once()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        await using var nginx = await Nginx.StartAsync(Front.Address);
        using var watcher = await Watcher.OpenAsync(nginx.Address, Product).Within("the stream", Soon);
        await watcher.SeesAsync("open").Within("the first event", Soon);
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause");
        await watcher.SeesAsync("paused").Within("the next event", Soon);
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume");
        await watcher.SeesAsync("open").Within("the event after it", Soon);
    }

    [NginxFact]
    public async Task A_page_that_a_proxy_has_is_asked_for_by_its_name()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var nginx = await Nginx.StartAsync(Front.Address);
        var list = new Uri(nginx.Address, "/products?limit=1000");
        var page = await Front.SendAsync(HttpMethod.Get, list);
        page.Is(200);

        Assert.Equal(304, (await Front.SendAsync(HttpMethod.Get, list, content: null, ("If-None-Match", page.Headers.ETag!.ToString()))).Status);
    }
}
