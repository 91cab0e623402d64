namespace FlashFlow.WebFront.Tests.Products;

/// <summary>A front with room for three watchers.</summary>
public sealed class LiveWatchersTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const int Most = 3;

    [Fact]
    public async Task A_watcher_too_many_is_not_heard_and_one_who_leaves_makes_room()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Connections:MaxOpen", $"{Most}"));
        var watchers = new List<Watcher>();
        for (var i = 0; i < Most; i++)
        {
            watchers.Add(await Watcher.OpenAsync(front, Product));
            await watchers[i].NextAsync();
        }

        Assert.Null(await TryWatchAsync(front));

        watchers[0].Dispose();
        watchers[0] = (await Eventually.SeesAsync("room for another watcher", () => TryWatchAsync(front), watcher => watcher is not null))!;
        await watchers[0].NextAsync();
        watchers.ForEach(watcher => watcher.Dispose());
    }

    private async Task<Watcher?> TryWatchAsync(RunningFront front)
    {
        try
        {
            return await Watcher.OpenAsync(front, Product);
        }
        catch (HttpRequestException)
        {
            return null; // The connection was closed.
        }
    }
}
