using System.Net;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure.RabbitMq;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.Infrastructure.Tests.RabbitMq;

/// <summary>A broker with several addresses, which here all lead to one server.</summary>
public sealed class NodesTests : SandboxTests
{
    [Theory]
    [InlineData("amqp://a:1,amqp://b:2/x", "amqp://a:1/", "amqp://b:2/x")]
    [InlineData("amqp://u:p,w@a:1 , amqps://b:2", "amqp://u:p,w@a:1/", "amqps://b:2/")]
    [InlineData("amqp://a", "amqp://a/")]
    public void Addresses_are_separated_by_commas(string addresses, params string[] nodes)
    {
        var options = new RabbitMqOptions { Uri = addresses };
        Assert.Equal(nodes, options.ListNodes().Select(node => node.ToString()));
        Assert.Empty(options.Validate(new(options)));
    }

    [Fact]
    public async Task Connections_spread_over_the_nodes()
    {
        await using var lines = new Lines(this, 3);
        for (var i = 0; i < 40; i++)
            await lines.Broker.CountReadyAsync();

        // By lot: that one of three gets none of forty happens once in four million times.
        Assert.All(lines.All, line => Assert.NotEqual(0, line.Connections));
        Assert.Equal(40, lines.All.Sum(line => line.Connections));
    }

    [Fact]
    public async Task A_node_that_is_silent_or_gone_is_passed_by_and_without_any_the_broker_is_away()
    {
        await using var lines = new Lines(this, 2, "amqp://127.0.0.1:1,");
        lines.All[0].Hold();
        for (var i = 0; i < 10; i++)
            await lines.Broker.CountReadyAsync();

        lines.All[1].Hold();
        await Assert.ThrowsAsync<BrokerUnavailableException>(lines.Broker.CountReadyAsync);
    }

    private sealed class Lines : IAsyncDisposable
    {
        private readonly ServiceProvider services;

        public Lines(NodesTests test, int count, string others = "")
        {
            var server = test.Sandbox.RabbitMq.ListNodes()[0];
            All = [.. Enumerable.Range(0, count).Select(_ => new HoldableLine(new IPEndPoint(IPAddress.Loopback, server.Port)))];
            var addresses = string.Join(',', All.Select(line => new UriBuilder(server) { Port = IPEndPoint.Parse(line.Address).Port }.Uri));
            services = test.Sandbox.BuildServices(more => more.AddSingleton(test.Sandbox.RabbitMq with { Uri = others + addresses, DeadlineMilliseconds = 3_000 }));
        }

        public IReadOnlyList<HoldableLine> All { get; }

        public IBrokerContents Broker => services.GetRequiredService<IBrokerContents>();

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            foreach (var line in All)
                await line.DisposeAsync();
        }
    }
}
