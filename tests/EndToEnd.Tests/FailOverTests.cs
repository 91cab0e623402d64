using FlashFlow.Clusters;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>The ledger's primary is lost in the middle of a sale, and another one is chosen, which has all that was answered.</summary>
public abstract class FailOverTests : WholeWayTests
{
    private const int Stock = 600;

    private RedisGroup? group;

    [Theory, BothModes]
    public async Task G1_to_G6_hold_when_the_primary_is_killed(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, Stock, limitPerShopper: 1);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await StartDrainAsync();
        using var crowd = new Crowd(Product, fronts[0].Address, fronts[1].Address);
        var isOver = new TaskCompletionSource();
        var buying = crowd.BuyAsync(Buys(isOver.Task));
        await AnswersAsync(crowd, 100);

        await group!.KillPrimaryAsync();

        var heard = crowd.Answers.Count;
        await AnswersAsync(crowd, heard + 50);
        isOver.SetResult();
        await buying.Within("every shopper to know", TimeSpan.FromSeconds(90));
        await CheckAsync(crowd, Stock);
        Assert.Equal(Stock, crowd.Answers.Where(answer => answer.HasOrder).DistinctBy(answer => answer.ShopperId).Count());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (group is not null)
            await group.DisposeAsync();
    }

    /// <summary>Starts the ledger's servers.</summary>
    protected abstract Task<RedisGroup> StartServersAsync();

    protected override async Task<Sandbox> CreateSandboxAsync()
    {
        // The run's servers come first: they end what an earlier run has left behind.
        Assert.NotEmpty(RealServices.Redis);
        group = await StartServersAsync();
        return await Sandbox.CreateAsync(("FlashFlow:Redis:Configuration", group.Configuration), ("FlashFlow:Redis:Durability", "replica"));
    }

    // Half of the stock is bought, again and again with the same keys, until it is over; then the rest, by twice as many as there are units.
    private static IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys(Task isOver)
    {
        for (var i = 0; i < Stock / 2 || !isOver.IsCompleted; i++)
            yield return ($"s{i % (Stock / 2)}", "key", 1);
        for (var i = Stock / 2; i < 2 * Stock; i++)
            yield return ($"s{i}", "key", 1);
    }
}
