namespace FlashFlow.WebFront.Tests.Feed;

/// <summary>A sale that others tell of beside those of other tests.</summary>
public abstract class FeedTests(ClusterFront shared) : SharedFrontTests(shared)
{
    /// <summary>The sale; 0: it has not begun.</summary>
    protected long Epoch { get; set; }

    /// <summary>Orders of it are stored, and told.</summary>
    protected async Task StoreAsync(int first, int last)
    {
        if (Epoch == 0)
            Epoch = await Sandbox.StartSaleAsync(Product, stock: 1_000);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(Epoch, first, last - first + 1) with { ProductId = Product }], [], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
    }

    /// <summary>The cursor after all that is told by now, whatever other tests have left to be told.</summary>
    protected async Task<string> FindEndAsync()
    {
        await Sandbox.AdvanceFeedAsync();
        for (var after = "r0.0"; ;)
        {
            var page = (await Front.LookAsync($"/events?limit=1000&after={after}")).Is(200);
            if (page.GetProperty("events").GetArrayLength() == 0)
                return after;
            after = page.GetProperty("next").GetString()!;
        }
    }
}
