namespace FlashFlow.WebFront.Tests;

/// <summary>
/// Fronts side by side in one corner of the servers, for all tests that need no settings of their own: two as they are meant to run,
/// and one in demo mode that is reached from elsewhere too. No drain runs.
/// </summary>
public abstract class SharedFront(string mode) : IAsyncLifetime
{
    private Sandbox? sandbox;
    private EngineProcess? guard;
    private RunningFront? front;
    private RunningFront? otherFront;
    private RunningFront? demoFront;

    public Sandbox Sandbox => sandbox!;

    public string Mode => mode;

    public RunningFront Front => front!;

    public RunningFront OtherFront => otherFront!;

    public RunningFront DemoFront => demoFront!;

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        sandbox.Settings[GuardModes.Setting] = mode;
        guard = await EngineProcess.StartGuardAsync(sandbox);
        front = await RunningFront.StartAsync(sandbox, [RunningFront.WithOperatorKey, .. RunningFront.WithNamedKeys]);
        otherFront = await RunningFront.StartAsync(sandbox, [RunningFront.WithOperatorKey, .. RunningFront.WithNamedKeys]);
        demoFront = await RunningFront.StartAsync(sandbox, RunningFront.InDemoMode, RunningFront.WithStripe, ("urls", "http://0.0.0.0:0"));
    }

    public async Task DisposeAsync()
    {
        foreach (var running in new[] { front, otherFront, demoFront })
        {
            if (running is not null)
                await running.DisposeAsync();
        }

        if (guard is not null)
            await guard.DisposeAsync();
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }
}

/// <summary>Fronts whose stock a silo guards.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterFront() : SharedFront(GuardModes.Cluster), ICollectionFixture<ClusterFront>
{
    public const string Name = "fronts of a cluster";
}

/// <summary>Fronts that guard stock themselves.</summary>
[CollectionDefinition(Name)]
public sealed class StandaloneFront() : SharedFront(GuardModes.Standalone), ICollectionFixture<StandaloneFront>
{
    public const string Name = "fronts on their own";
}
