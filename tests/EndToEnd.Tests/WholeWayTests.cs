using System.Collections.Concurrent;
using FlashFlow.Core.Auditing;
using FlashFlow.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FlashFlow.EndToEnd.Tests;

/// <summary>What every test of the whole way has: a sandbox, processes in it, and the checks that hold of every sale.</summary>
public abstract class WholeWayTests : IAsyncLifetime
{
    protected const string Product = "phone";

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

    /// <summary>How many silos a test in a cluster gets with its first front.</summary>
    protected virtual int Silos => 1;

    /// <summary>The silos started so far.</summary>
    protected IReadOnlyList<EngineProcess> SiloProcesses => [.. processes.Where(process => process.Project == "Silo")];

    protected Sandbox Sandbox => sandbox ?? throw new InvalidOperationException("The sandbox is not there yet.");

    public async Task InitializeAsync() => sandbox = await Sandbox.CreateAsync();

    public async Task DisposeAsync()
    {
        await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }

    protected async Task<EngineProcess> StartFrontAsync()
    {
        await guards.Value;
        var front = await EngineProcess.StartFrontAsync(Sandbox, EarlySweep);
        processes.Add(front);
        return front;
    }

    protected async Task<EngineProcess> StartSiloAsync()
    {
        var silo = await EngineProcess.StartSiloAsync(Sandbox, EarlySweep);
        processes.Add(silo);
        return silo;
    }

    /// <summary>A process with a fault point, see tests/FaultHost.</summary>
    protected async Task<EngineProcess> StartFaultyAsync(string process, string point, bool stalls = false)
    {
        var faulty = await EngineProcess.StartFaultyAsync(Sandbox, process, point, stalls, EarlySweep);
        processes.Add(faulty);
        return faulty;
    }

    protected async Task<EngineProcess> StartDrainAsync()
    {
        var drain = await EngineProcess.StartDrainAsync(Sandbox);
        processes.Add(drain);
        return drain;
    }

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

    /// <summary>Waits until so many shoppers have heard something.</summary>
    protected static Task<int> AnswersAsync(Crowd crowd, int count) =>
        Eventually.SeesAsync($"{count} answers", () => Task.FromResult(crowd.Answers.Count), answers => answers >= count);

    /// <summary>Units stored per shopper.</summary>
    protected async Task<Dictionary<string, long>> UnitsByShopperAsync()
    {
        var units = new Dictionary<string, long>();
        await using var command = Sandbox.Database.CreateCommand("SELECT shopper_id, sum(quantity) FROM orders GROUP BY shopper_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            units.Add(reader.GetString(0), reader.GetInt64(1));
        return units;
    }

    private async Task<List<int>> PositionsAsync()
    {
        var positions = new List<int>();
        await using var command = Sandbox.Database.CreateCommand("SELECT position FROM orders ORDER BY position");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            positions.Add(reader.GetInt32(0));
        return positions;
    }
}
