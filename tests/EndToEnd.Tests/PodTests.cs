using System.Net;
using System.Text.Json.Nodes;
using FlashFlow.EndToEnd.Tests.Pods;
using FlashFlow.Supervisor;
using FlashFlow.Testing;
using FlashFlow.Testing.Manifests;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>
/// The manifests of deploy/kubernetes, run: each process with the environment that its pod has, as its user, with no file system to write to,
/// on a host of its own.
/// </summary>
public sealed class PodTests : WholeWayTests, IAsyncLifetime
{
    private const int Stock = 1_500;

    // As many as spread over three silos, whatever grain comes where.
    private static readonly string[] Tickets = [.. Enumerable.Range(1, 30).Select(number => $"ticket-{number}")];

    private static readonly Dictionary<string, string> Projects = new() { ["silo"] = "Silo", ["front"] = "WebFront", ["drain"] = "Drain" };

    private readonly IReadOnlyList<JsonObject> manifests = Kustomization.Build(Path.Combine(Repository.Root, "deploy", "kubernetes", "production"));
    private readonly Dictionary<string, string> secrets = new() { ["flashflow/operator-key"] = "a-key-of-these-tests" };
    private readonly List<Pod> pods = [];
    private PodNetwork? network;
    private int late;

    [PodFact]
    public async Task G1_to_G6_hold_when_one_of_three_hosts_is_cut_off_and_comes_back()
    {
        await StartNetworkAsync();
        Pod[] silos = [await StartPodAsync("silo"), await StartPodAsync("silo"), await StartPodAsync("silo")];
        var front = await StartPodAsync("front");
        await StartPodAsync("drain");
        await Task.WhenAll(pods.Select(pod => pod.ReadyAsync()));
        Assert.All(pods, CheckConfined);
        await Sandbox.StartSaleAsync(Product, Stock, limitPerShopper: 1);
        foreach (var ticket in Tickets)
            await Sandbox.StartSaleAsync(ticket, stock: 3);

        // Three hosts are one cluster: each has some of the products, and none is in two.
        await BuyTicketsAsync(front, "first");
        await Assert.AllAsync(silos, async silo => Assert.NotEmpty(await silo.ListProductsAsync()));
        Assert.Equal(Tickets.Order(), (await ListTicketsAsync(silos)).Order());

        using var crowd = new Crowd(Product, front.Address);
        var isBack = new TaskCompletionSource();
        var buying = BuyAllAsync(crowd, Stock, isBack.Task);
        await AnswersAsync(crowd, 200);
        var home = await FindHomeAsync(silos);
        await network!.CutOffAsync(home.Host);

        // The sale goes on, and so do those that were at home there.
        await AnswersAsync(crowd, crowd.Answers.Count + 1_000);
        await BuyTicketsAsync(front, "second");
        var others = silos.Except([home]).ToArray();
        Assert.Equal(Tickets.Order(), (await ListTicketsAsync(others)).Order());

        // Back, it starts anew, since the others took it for dead, and new products come to live in it.
        await network.JoinAsync(home.Host);
        await Eventually.HoldsAsync("a new product at home on the host that was cut off", () => GetsProductAsync(home, front));
        await BuyTicketsAsync(front, "third");
        isBack.SetResult();
        await EndAsync(crowd, buying, Stock);
        foreach (var ticket in Tickets)
            Assert.Equal(3, (await Sandbox.AtRestAsync(ticket)).Stored.Units);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Task.WhenAll(pods.Select(pod => pod.DisposeAsync().AsTask()));
        if (network is not null)
            await network.DisposeAsync();
        await DisposeAsync();
    }

    private async Task StartNetworkAsync()
    {
        network = await PodNetwork.CreateAsync();
        var rabbitMq = new UriBuilder(RealServices.RabbitMq);
        var redis = network.Offer(RealServices.RedisEndPoint, 6379);
        var postgres = network.Offer(RealServices.PostgresEndPoint, 5432);
        var broker = network.Offer(new DnsEndPoint(rabbitMq.Host, rabbitMq.Port), 5672);
        (rabbitMq.Host, rabbitMq.Port) = ($"{broker.Address}", broker.Port);
        secrets["flashflow/redis"] = $"{redis}";
        secrets["flashflow/rabbitmq"] = $"{rabbitMq.Uri}";
        secrets["flashflow/postgres"] = Sandbox.PostgresWith(settings => (settings.Host, settings.Port) = ($"{postgres.Address}", postgres.Port));
    }

    private async Task<Pod> StartPodAsync(string name)
    {
        var template = PodTemplate.OfDeployment(manifests, name);
        var (host, address) = await network!.AddHostAsync();
        var environment = new Dictionary<string, string>(template.EnvironmentOf($"{name}-{pods.Count}", $"{address}", secrets));

        // This installation shares its servers with others.
        foreach (var setting in (string[])["FlashFlow:Redis:Prefix", "FlashFlow:RabbitMq:Prefix", "FlashFlow:Cluster:Id"])
            environment[setting.Replace(":", "__", StringComparison.Ordinal)] = Sandbox.Settings[setting]!;
        pods.Add(new(host, network.LineTo(address, template.Ports["http"]), PodSandbox.Describe(template, Projects[name], host, environment)));
        return pods[^1];
    }

    // As the manifests have it, and so as what the test is about.
    private static void CheckConfined(Pod pod)
    {
        var status = File.ReadLines($"/proc/{pod.Id}/status").Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
        Assert.Equal("1654", status["Uid"].Split('\t')[0]);
        Assert.All((string[])["CapEff", "CapPrm", "CapBnd"], set => Assert.Equal("0000000000000000", status[set]));
        var mounts = File.ReadLines($"/proc/{pod.Id}/mountinfo").Select(line => line.Split(' ')).ToLookup(words => words[4], words => words[5].Split(',')[0]);
        Assert.Equal("ro", mounts["/"].Last());
        Assert.NotEqual(new FileInfo("/proc/self/ns/net").LinkTarget, new FileInfo($"/proc/{pod.Id}/ns/net").LinkTarget);
    }

    private async Task<bool> GetsProductAsync(Pod silo, Pod front)
    {
        await silo.ReadyAsync();
        var product = $"late-{++late}";
        await Sandbox.StartSaleAsync(product, stock: 1);
        using var crowd = new Crowd(product, front.Address);
        await crowd.BuyAsync("shopper", "key");
        return (await silo.ListProductsAsync()).Contains(product);
    }

    private static async Task BuyTicketsAsync(Pod front, string shopper)
    {
        foreach (var ticket in Tickets)
        {
            using var crowd = new Crowd(ticket, front.Address);
            Assert.True((await crowd.BuyAsync(shopper, "key")).HasOrder);
        }
    }

    private static async Task<IEnumerable<string>> ListTicketsAsync(Pod[] silos) =>
        (await Task.WhenAll(silos.Select(silo => silo.ListProductsAsync()))).SelectMany(products => products).Where(Tickets.Contains);

    private static async Task<Pod> FindHomeAsync(Pod[] silos)
    {
        var products = await Task.WhenAll(silos.Select(silo => silo.ListProductsAsync()));
        return silos[Array.FindIndex(products, listed => listed.Contains(Product))];
    }
}
