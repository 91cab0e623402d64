using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>A front that guards stock itself so it has something to finish when it stops.</summary>
public sealed class StoppedFrontTests : WholeWayTests
{
    [Fact]
    public async Task A_front_that_is_told_to_stop_publishes_what_it_accepted_and_leaves()
    {
        Mode = GuardModes.Standalone;
        await Sandbox.StartSaleAsync(Product, stock: 100_000);
        var front = await StartFrontAsync();
        using var crowd = new Crowd(Product, front.Address);
        var buying = crowd.BuyAsync(Enumerable.Range(0, 20_000).Select(i => ($"s{i}", (string?)null, 1)));
        await AnswersAsync(crowd, 500);

        Assert.Equal(0, await front.StopAsync());

        // Nobody else publishes: what is stored, the front has published.
        await buying.Within("the crowd to give up");
        await StartDrainAsync();
        var sold = (await Sandbox.Sales.FindAsync(Product))!.Accepted;
        await CheckAsync(crowd, sold);
        Assert.Equal(sold, crowd.Answers.Count(answer => answer.HasOrder));
    }
}
