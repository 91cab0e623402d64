using System.Globalization;
using FlashFlow.Clusters;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>A store of two servers, of which the second takes the place of the first in mid-sale.</summary>
public sealed class StoreFailOverTests : WholeWayTests
{
    private const int Stock = 600;

    // A host is looked at anew after ten seconds, and a frozen one is waited for in vain for ten more.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    private PostgresPair? pair;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (pair is not null)
            await pair.DisposeAsync();
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("read-only")]
    [InlineData("frozen")]
    public async Task G3_orders_are_stored_once_in_the_standby_that_was_promoted(string fate)
    {
        await Sandbox.StartSaleAsync(Product, Stock, limitPerShopper: 1);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        var isPromoted = new TaskCompletionSource();
        var buying = BuyAllAsync(crowd, Stock, isPromoted.Task);
        await AnswersAsync(crowd, 100);

        await EndPrimaryAsync(fate);
        await AnswersAsync(crowd, crowd.Answers.Count + 50);
        await pair!.PromoteAsync();
        isPromoted.SetResult();

        var before = await pair.CountOrdersAsync();
        await Eventually.SeesAsync("more orders in the new primary", pair.CountOrdersAsync, count => count > before, Bound);
        await EndAsync(crowd, buying, Stock);
        Assert.Equal(Stock, await pair.CountOrdersAsync());
        Assert.Empty(await Sandbox.DeadLettersAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task G3_what_the_standby_has_not_does_not_count_as_stored(bool areHeld)
    {
        // A command whose time is over is cancelled, and PostgreSQL takes that for leave to go without the standby.
        Sandbox.Settings["FlashFlow:Postgres:CommandTimeoutSeconds"] = "1";
        await (areHeld ? Sandbox.StartHoldingAsync(Product, stock: 100, holdSeconds: 600) : Sandbox.StartSaleAsync(Product, stock: 100));
        var front = await StartFrontAsync();
        var drain = await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Buys(0, 20));
        await Eventually.SeesAsync("the first orders in the standby", pair!.CountOrdersAsync, count => count == 20);

        await pair.CutOffStandbyAsync();
        await crowd.BuyAsync(Buys(20, 20));
        using var client = new HttpClient();
        await Eventually.HoldsAsync("a drain that says that orders wait", () => SaysAsync("Orders wait to be stored"));
        await pair.Primary.KillAsync();
        await pair.PromoteAsync();

        await Eventually.SeesAsync("all orders in the new primary", pair.CountOrdersAsync, count => count == 40);
        Assert.Equal(40, (await Sandbox.AtRestAsync(Product)).Stored.Orders);

        static IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys(int first, int count) =>
            Enumerable.Range(first, count).Select(i => ($"s{i}", (string?)null, 1));

        async Task<bool> SaysAsync(string words)
        {
            using var answer = await client.GetAsync(new Uri(drain.Address, "/health/ready"));
            return (await answer.Content.ReadAsStringAsync()).Contains(words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task G6_the_audit_names_what_a_standby_lacked_that_nobody_waited_for()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Enumerable.Range(0, 20).Select(i => ($"s{i}", (string?)null, 1)));
        await Sandbox.AtRestAsync(Product);
        await Eventually.SeesAsync("the first orders in the standby", pair!.CountOrdersAsync, count => count == 20);

        await pair.CutOffStandbyAsync();
        await pair.CommitAloneAsync();
        await crowd.BuyAsync(Enumerable.Range(20, 20).Select(i => ($"s{i}", (string?)null, 1)));
        var lacking = crowd.Answers.Skip(20).Select(answer => $"{answer.OrderId}").Order().ToArray();
        Assert.Equal(40, (await Sandbox.AtRestAsync(Product)).Stored.Orders);
        // What is in the outbox yet comes again by itself.
        await Sandbox.WaitForEmptyOutboxAsync(Product);
        await pair.Primary.KillAsync();
        await pair.PromoteAsync();

        await crowd.BuyAsync(Enumerable.Range(40, 20).Select(i => ($"s{i}", (string?)null, 1)));
        await Eventually.SeesAsync("the last orders in the new primary", pair.CountOrdersAsync, count => count == 40);
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, output) = await ToolProcess.RunAsync(Sandbox, "audit", Product, "--wait", "3", "--missing", file);
            Assert.Equal(1, exitCode);
            Assert.Contains("in flight: 20 orders (20 units), unaccounted for", output, StringComparison.Ordinal);
            var lines = await File.ReadAllLinesAsync(file);
            Assert.Equal("orderId,position,quantity", lines[0]);
            Assert.Equal(lacking, lines.Skip(1).Select(line => line.Split(',')[0]).Order());
            Assert.Equal(Enumerable.Range(21, 20), lines.Skip(1).Select(line => int.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)));
        }
        finally
        {
            File.Delete(file);
        }

        Sandbox.Database.Clear(); // The test's own connections were cut, too.
        Assert.Empty(await Sandbox.DeadLettersAsync());
    }

    protected override async Task<Sandbox> CreateSandboxAsync()
    {
        // The run's servers come first: they end what an earlier run has left behind.
        Assert.NotEmpty(RealServices.Postgres);
        pair = await PostgresPair.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix());
        return await Sandbox.CreateAsync(("FlashFlow:Postgres:ConnectionString", pair.ConnectionString));
    }

    private Task EndPrimaryAsync(string fate)
    {
        switch (fate)
        {
            case "killed":
                return pair!.Primary.KillAsync();
            case "read-only":
                return pair!.MakePrimaryReadOnlyAsync();
            default:
                pair!.Primary.Freeze();
                return Task.CompletedTask;
        }
    }
}
