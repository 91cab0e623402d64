namespace FlashFlow.Supervisor.Tests.Servers;

public sealed class ServerSourcesTests : StateTests
{
    private readonly Dictionary<string, string> environment = [];

    private ServerSources Sources => new(Temporary.State, environment.GetValueOrDefault);

    [Fact]
    public void An_address_in_the_environment_is_somebody_elses_server()
    {
        environment["FLASHFLOW_REDIS"] = "10.0.0.1:6379";

        Assert.True(Sources.IsGiven(ServerKind.Redis));
        Assert.Equal("10.0.0.1:6379", Sources.AddressOf(ServerKind.Redis, new Ports(20_000)));
        Assert.False(Sources.IsGiven(ServerKind.Postgres));
    }

    [Fact]
    public void Our_own_address_in_the_environment_does_not_make_our_server_somebody_elses()
    {
        var ports = Ports.Settle(Temporary.State, somethingRuns: false, _ => { });
        Temporary.State.Write("redis.source", "binaries");
        environment["FLASHFLOW_REDIS"] = ServerKind.Redis.AddressIn(ports);

        Assert.False(Sources.IsGiven(ServerKind.Redis));
        Assert.True(Sources.IsOwn(ServerKind.Redis));
    }

    [Fact]
    public void A_given_address_counts_for_one_run_and_our_own_data_stays_known()
    {
        Temporary.State.Write("redis.source", "binaries");
        Temporary.State.Write("redis.given", "10.0.0.1:6379");
        Assert.Equal(ServerSource.Given, Sources.Of(ServerKind.Redis));

        Sources.ForgetGiven();

        Assert.Equal(ServerSource.Binaries, Sources.Of(ServerKind.Redis));
    }
}
