using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Supervisor.Tests.Servers;

public sealed class PortsTests : StateTests
{
    private const int Row = 72;

    [Fact]
    public void A_state_directory_has_a_row_of_ports_that_it_keeps()
    {
        var ports = Settle();

        Assert.InRange(ports.First, 20_000, 29_999 - Row);
        Assert.Equal(0, (ports.First - 20_000) % Row);
        Assert.Equal(ports, Settle());
        Assert.Equal(ports, Ports.Load(Temporary.State));
    }

    [Fact]
    public void All_that_is_started_fits_into_the_row()
    {
        var ports = new Ports(20_000);

        Assert.Equal(ports.FirstSilo, ports.FirstDrain + Ports.Most);
        Assert.Equal(ports.FirstSilo + (Ports.PerSilo * Ports.Most), ports.Dashboard);
        Assert.Equal(ports.Dashboard + 1, ports.Telemetry);
        Assert.InRange(ports.Console, ports.Telemetry + 1, 20_000 + Row - 1);
        Assert.Equal(5, new[] { ports.Redis, ports.RabbitMq, ports.RabbitMqDistribution, ports.Epmd, ports.Postgres }.Distinct().Count());
    }

    [Fact]
    public void A_row_that_someone_else_uses_is_left_to_them()
    {
        var earlier = Settle();
        using var other = new TcpListener(IPAddress.Loopback, earlier.FirstSilo);
        other.Start();

        var ports = Settle();

        Assert.NotEqual(earlier, ports);
        Assert.Contains(Temporary.Said, sentence => sentence.StartsWith($"ports {earlier.First} to ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_that_our_own_processes_use_stays_theirs()
    {
        var earlier = Settle();
        using var own = new TcpListener(IPAddress.Loopback, earlier.Redis);
        own.Start();

        Assert.Equal(earlier, Ports.Settle(Temporary.State, somethingRuns: true, Temporary.Said.Add));
    }

    private Ports Settle() => Ports.Settle(Temporary.State, somethingRuns: false, Temporary.Said.Add);
}
