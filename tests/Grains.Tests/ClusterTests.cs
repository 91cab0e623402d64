using FlashFlow.Silo;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;
using Orleans.TestingHost;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FlashFlow.Grains.Tests;

/// <summary>Tests on a cluster of silos in this process, in a corner of the real servers. No front and no drain run.</summary>
public abstract class ClusterTests(short silos) : IAsyncLifetime
{
    protected const string Product = "phone";

    private Sandbox? sandbox;
    private InProcessTestCluster? cluster;

    protected Sandbox Sandbox => sandbox ?? throw new InvalidOperationException("The sandbox is not there yet.");

    protected InProcessTestCluster Cluster => cluster ?? throw new InvalidOperationException("The cluster is not there yet.");

    protected IProductGrain Grain => Cluster.Client.GetGrain<IProductGrain>(Product);

    protected ISaleGrain Sale => Cluster.Client.GetGrain<ISaleGrain>(Product);

    protected static SaleDefinition Definition { get; } = new() { ProductId = Product, Name = "Phone", Stock = 100 };

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        await StartClusterAsync();
    }

    public async Task DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }

    protected static OrderOperation Buy(int quantity = 1, string shopperId = "", Guid? orderId = null) => new(orderId ?? OrderIds.New(TimeProvider.System), shopperId, quantity);

    /// <summary>Buys through the grain, as a front does.</summary>
    protected async Task<IReadOnlyList<OrderResult>> BuyAsync(params OrderOperation[] buys) =>
        (await Grain.DecideAsync(OperationBatch.Pack(HighWaterMark.None, buys, traceParent: null))).Unpack().Results;

    /// <summary>The silo in which the product's grain lives.</summary>
    protected InProcessSiloHandle FindHome() => Cluster.Silos.Single(silo =>
        silo.ServiceProvider.GetRequiredService<ActiveProducts>().Ids.Contains(Product));

    /// <summary>Ends all silos, and starts others that know nothing but what is stored.</summary>
    protected async Task ReplaceClusterAsync()
    {
        await Cluster.DisposeAsync();
        await StartClusterAsync();
    }

    private async Task StartClusterAsync()
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(Sandbox.Settings));
        builder.ConfigureSiloHost((_, host) =>
        {
            // Swept early, so that a test need not wait for what is left behind.
            host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["FlashFlow:Relay:SweepIntervalMilliseconds"] = "100",
                ["FlashFlow:Relay:SweepMinAgeMilliseconds"] = "200",
                // Outlasts every test, so that only being told ends it.
                ["FlashFlow:Guard:SoldOutMemoryMilliseconds"] = "10000",
            });
            host.Services.AddGrainServices();
        });
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.PostConfigure<ClusterOptions>(options => options.ServiceId = "flashflow");
            silo.Services.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            });
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }
}
