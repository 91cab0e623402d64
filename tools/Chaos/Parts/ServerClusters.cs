using FlashFlow.Chaos.Plan;
using FlashFlow.Clusters;
using FlashFlow.Operator.Processes;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using Spectre.Console;
using StackExchange.Redis;

namespace FlashFlow.Chaos.Parts;

/// <summary>Servers of which one may be lost: Redis with two replicas and sentinels, three RabbitMQ nodes, and PostgreSQL with a standby.</summary>
internal sealed class ServerClusters : IAsyncDisposable
{
    private readonly SentinelGroup redis;
    private readonly RabbitMqCluster rabbitMq;
    private readonly PostgresPair postgres;
    private IAsyncDisposable? cutOff;

    private ServerClusters(SentinelGroup redis, RabbitMqCluster rabbitMq, PostgresPair postgres) =>
        (this.redis, this.rabbitMq, this.postgres) = (redis, rabbitMq, postgres);

    /// <summary>
    /// Their members. Who kills PostgreSQL's primary makes its standby the primary, as an operator or a program would, and who starts it gives it a standby.
    /// </summary>
    public IEnumerable<IPart> Parts =>
    [
        PartOf("redis-primary", redis.FindPrimaryAsync),
        PartOf("redis-replica", async () => (await redis.ListReplicasAsync()).First(replica => replica.IsUp)),
        .. rabbitMq.Nodes.Select((node, i) => new ClusterPart(
            $"rabbitmq-{i + 1}", node.KillAsync, node.StartAsync, Then(node.Freeze), Then(node.Thaw), () => Task.CompletedTask)),
        new ClusterPart(
            "postgres", FailOverAsync, _ => postgres.ReplacePrimaryAsync(), Then(() => postgres.Primary.Freeze()), Then(() => postgres.Primary.Thaw()), () => Task.CompletedTask),
    ];

    /// <summary>Starts them, has this process and all that it starts use them, and creates the tables.</summary>
    /// <exception cref="ToolFailedException">A server does not come up.</exception>
    public static async Task<ServerClusters> StartAsync(ProcessSupervisor supervisor, IAnsiConsole console, CancellationToken cancellation)
    {
        console.WriteLine("starting three servers of Redis, three sentinels, three nodes of RabbitMQ, and PostgreSQL with a standby ...");
        try
        {
            var (redis, rabbitMq, postgres) = (SentinelGroup.StartAsync(supervisor), RabbitMqCluster.StartAsync(supervisor.State), PostgresPair.StartAsync(supervisor));
            await Task.WhenAll(redis, rabbitMq, postgres);
            Use(ServerKind.Redis, (await redis).Configuration);
            Use(ServerKind.RabbitMq, (await rabbitMq).Addresses);
            Use(ServerKind.Postgres, (await postgres).ConnectionString);
            Environment.SetEnvironmentVariable("FlashFlow__Redis__Durability", "replica");
            var (exitCode, output) = await new ShortCommand("dotnet", Repository.ProgramOf("Operator"), "prepare").RunAsync(cancellation);
            return exitCode == 0 ? new(await redis, await rabbitMq, await postgres) : throw new ToolFailedException($"the database could not be prepared: {output}");
        }
        catch (SupervisorException failure)
        {
            throw new ToolFailedException(failure.Message, failure);
        }

        static void Use(ServerKind kind, string address) => Environment.SetEnvironmentVariable(kind.Setting, address);
    }

    /// <summary>Something befalls Redis's primary, which runs on.</summary>
    public async Task BeginAsync(Fault fault)
    {
        if (fault == Fault.CutOff)
        {
            cutOff = await redis.BeginCutOffAsync();
            return;
        }

        try
        {
            await redis.ChooseAnotherAsync();
        }
        catch (RedisServerException)
        {
            // They have just begun to do so by themselves, or know no replica that would do.
        }
    }

    /// <summary>It is over.</summary>
    public async Task EndAsync()
    {
        if (cutOff is not null)
            await cutOff.DisposeAsync();
        cutOff = null;
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        await rabbitMq.DisposeAsync();
        await postgres.DisposeAsync();
    }

    /// <summary>How often Redis has had another primary.</summary>
    public Task<int> CountFailOversAsync() => redis.CountFailOversAsync();

    // Whoever is found when it is hit is brought back.
    private ClusterPart PartOf(string name, Func<Task<Member>> findAsync)
    {
        Member? hit = null;
        return new(
            name,
            async () => await (hit = await findAsync()).KillAsync(),
            cancellation => hit!.StartAsync(cancellation),
            async () => (hit = await findAsync()).Freeze(),
            Then(() => hit!.Thaw()),
            redis.IsWholeAsync);
    }

    private static Func<Task> Then(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };

    private async Task FailOverAsync()
    {
        await postgres.Primary.KillAsync();
        await postgres.PromoteAsync();
    }
}
