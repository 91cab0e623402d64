using System.Collections.Concurrent;
using System.Net.Http.Json;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FlashFlow.EndToEnd.Tests;

/// <summary>What every test of the whole way has: a sandbox, processes in it, and the checks that hold of every sale.</summary>
public abstract class WholeWayTests : IAsyncLifetime
{
    protected const string Product = "phone";

    private const string OrdersOfProduct = $"orders JOIN sales USING (epoch) WHERE product_id = '{Product}'";

    // Swept early, so that a test need not wait for what a killed process left behind.
    private static readonly (string Key, string Value)[] EarlySweep =
        [("FlashFlow:Relay:SweepIntervalMilliseconds", "100"), ("FlashFlow:Relay:SweepMinAgeMilliseconds", "500")];

    private readonly ConcurrentBag<EngineProcess> processes = [];
    private readonly Lazy<Task> guards;
    private Sandbox? sandbox;

    // Fronts guard stock themselves, or else there are silos for it.
    protected WholeWayTests() => guards = new(async () =>
    {
        if (IsClustered)
            await Task.WhenAll(Enumerable.Range(0, Silos).Select(_ => StartSiloAsync()));
    });

    /// <summary>How stock is guarded; to be chosen before anything is started.</summary>
    protected string Mode
    {
        get => Sandbox.Settings[GuardModes.Setting]!;
        set => Sandbox.Settings[GuardModes.Setting] = value;
    }

    protected bool IsClustered => Mode == GuardModes.Cluster;

    /// <summary>With what fronts and silos are started.</summary>
    protected virtual (string Key, string Value)[] GuardSettings => EarlySweep;

    /// <summary>How many silos a test in a cluster gets with its first front.</summary>
    protected virtual int Silos => 1;

    /// <summary>The silos started so far.</summary>
    protected IReadOnlyList<EngineProcess> SiloProcesses => [.. processes.Where(process => process.Project == "Silo")];

    protected Sandbox Sandbox => sandbox ?? throw new InvalidOperationException("The sandbox is not there yet.");

    public async Task InitializeAsync() => sandbox = await CreateSandboxAsync();

    public virtual async Task DisposeAsync()
    {
        await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }

    /// <summary>Where the test works.</summary>
    protected virtual Task<Sandbox> CreateSandboxAsync() => Sandbox.CreateAsync();

    /// <summary>Starts a front, with the first also its silos: a front waits for them.</summary>
    protected async Task<EngineProcess> StartFrontAsync()
    {
        var front = AddAsync(EngineProcess.StartFrontAsync(Sandbox, GuardSettings));
        await Task.WhenAll(guards.Value, front);
        return await front;
    }

    protected Task<EngineProcess> StartSiloAsync() => AddAsync(EngineProcess.StartSiloAsync(Sandbox, GuardSettings));

    /// <summary>A process with a fault point, see tests/FaultHost.</summary>
    protected Task<EngineProcess> StartFaultyAsync(string process, string point, bool stalls = false) =>
        AddAsync(EngineProcess.StartFaultyAsync(Sandbox, process, point, stalls, GuardSettings));

    protected Task<EngineProcess> StartDrainAsync() => AddAsync(EngineProcess.StartDrainAsync(Sandbox));

    /// <summary>
    /// What holds of every sale once it is at rest: the books balance (G6), each order that a shopper was told of is stored (G3),
    /// no shopper got two orders for one key (G4), positions are 1 to n, and as many units are sold as can be (G1, G2).
    /// </summary>
    protected async Task<Books> CheckAsync(Crowd crowd, long expectedUnits)
    {
        var books = await Sandbox.AtRestAsync(Product);
        Assert.Equal(expectedUnits, books.Accepted.Units);
        Assert.Equal(books.Accepted, books.Stored);

        var told = crowd.Answers.Where(answer => answer.HasOrder).ToList();
        var stored = (await Sandbox.StoredOrderIdsAsync()).ToHashSet();
        Assert.DoesNotContain(told, answer => !stored.Contains(answer.OrderId!.Value));

        var keyed = told.Where(answer => answer.Key is not null).GroupBy(answer => (answer.ShopperId, answer.Key));
        Assert.All(keyed, same => Assert.Single(same.Select(answer => answer.OrderId).Distinct()));
        Assert.Equal(Enumerable.Range(1, (int)books.Accepted.Orders), await PositionsAsync());
        return books;
    }

    /// <summary>
    /// What holds of a sale with holds once it is at rest: the books balance (G6), every order is stored as the ledger has it (G3), and is
    /// confirmed exactly when a payment is stored with it (G9).
    /// </summary>
    /// <returns>The stored orders.</returns>
    protected async Task<IReadOnlyList<SoldOrder>> CheckStatesAsync(long epoch)
    {
        var books = await Sandbox.AtRestAsync(Product);
        Assert.Equal(books.Accepted, books.Stored);
        var orders = await Sandbox.StoredOrders.ReadAsync(epoch, CancellationToken.None);
        foreach (var order in orders)
        {
            var inLedger = await Sandbox.Sales.FindOrderAsync(Product, order.OrderId);
            Assert.Equal((order.Quantity, order.State), (inLedger!.Quantity, inLedger.State with { AsOf = default }));
            Assert.Equal(order.State!.Status == OrderStatus.Confirmed, order.State.PaymentRef is not null);
        }

        return orders;
    }

    /// <summary>
    /// Twice as many shoppers as there are units, each with a key, and each asks until it knows; in a sale that has sold half of its stock
    /// and is under load until something has happened.
    /// </summary>
    protected static Task BuyAllAsync(Crowd crowd, int stock, Task happened)
    {
        return crowd.BuyAsync(Buys());

        IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys()
        {
            var early = stock / 2;
            for (var i = 0; i < early || !happened.IsCompleted; i++)
                yield return ($"s{i % early}", "key", 1);
            for (var i = early; i < 2 * stock; i++)
                yield return ($"s{i}", "key", 1);
        }
    }

    /// <summary>How many shoppers have an order.</summary>
    protected static int Sold(Crowd crowd) => crowd.Answers.Where(answer => answer.HasOrder).DistinctBy(answer => answer.ShopperId).Count();

    /// <summary>What holds once all of them know.</summary>
    protected async Task EndAsync(Crowd crowd, Task buying, int stock)
    {
        await buying.Within("every shopper to know", TimeSpan.FromSeconds(90));
        await CheckAsync(crowd, stock);
        Assert.Equal(stock, Sold(crowd));
        Assert.Equal(stock, crowd.Answers.Count(answer => answer.Code == "sold_out"));
        Assert.All(await UnitsByShopperAsync(), shopper => Assert.Equal(1, shopper.Value));
    }

    /// <summary>The silo in which the product's grain lives.</summary>
    protected async Task<EngineProcess> FindHomeAsync()
    {
        using var client = new HttpClient();
        foreach (var silo in SiloProcesses.Where(silo => silo.IsRunning))
        {
            var products = await client.GetFromJsonAsync<string[]>(new Uri(silo.Address, "/products"));
            if (products!.Contains(Product))
                return silo;
        }

        throw new InvalidOperationException("No silo says that the product lives in it.");
    }

    /// <summary>Waits until so many shoppers have heard something.</summary>
    protected static Task<int> AnswersAsync(Crowd crowd, int count) =>
        Eventually.SeesAsync($"{count} answers", () => Task.FromResult(crowd.Answers.Count), answers => answers >= count);

    /// <summary>Units stored per shopper.</summary>
    protected async Task<Dictionary<string, long>> UnitsByShopperAsync()
    {
        var units = new Dictionary<string, long>();
        await using var command = Sandbox.Database.CreateCommand($"SELECT shopper_id, sum(quantity) FROM {OrdersOfProduct} GROUP BY shopper_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            units.Add(reader.GetString(0), reader.GetInt64(1));
        return units;
    }

    private async Task<EngineProcess> AddAsync(Task<EngineProcess> starting)
    {
        var process = await starting;
        processes.Add(process);
        return process;
    }

    private Task<List<int>> PositionsAsync() => Sandbox.ListAsync($"SELECT position FROM {OrdersOfProduct} ORDER BY position", row => row.GetInt32(0));
}
