namespace FlashFlow.WebFront.Tests;

/// <summary>A front leaves its load balancer before it stops.</summary>
[Collection(StandaloneFront.Name)]
public sealed class LeavingTests(StandaloneFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_front_that_leaves_is_not_ready_and_answers_all_the_same_and_sends_its_watchers_away()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Front:LeaveSeconds", "4"));
        Assert.Equal(200, (await front.GetAsync("/health/ready")).Status);
        using var client = new HttpClient();
        await using var stream = await client.GetStreamAsync(new Uri(front.Address, $"/products/{Product}/live"));

        var stopping = front.StopAsync();
        var ready = await Eventually.SeesAsync("the front not to be ready", () => front.GetAsync("/health/ready"), answer => answer.Status == 503, TimeSpan.FromSeconds(3));
        var bought = await front.BuyAsync(Product);
        var told = await new StreamReader(stream).ReadToEndAsync().Within("the end of the stream");
        Assert.False(stopping.IsCompleted, "The front has stopped already.");
        await stopping;

        Assert.Contains("The front is about to stop.", ready.Text, StringComparison.Ordinal);
        bought.IsOrder(202, Product);
        Assert.Matches("retry: [0-9]{3,4}\n\n$", told);
    }
}
