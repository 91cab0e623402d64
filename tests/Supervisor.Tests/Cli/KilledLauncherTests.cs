using FlashFlow.Supervisor.Servers;
using FlashFlow.Supervisor.Tests.Servers;

namespace FlashFlow.Supervisor.Tests.Cli;

public sealed class KilledLauncherTests : StateTests
{
    [InstalledFact("redis-server", "rabbitmq-server", "postgres")]
    public async Task What_a_killed_launcher_leaves_runs_on_until_down_ends_it_and_frees_every_port()
    {
        var port = FreePort.Find();
        using var up = new LauncherRun(Temporary.State, "up", "--port", $"{port}");
        await up.SaysAsync("stop: Ctrl-C");

        await up.KillAsync();
        string[] all = ["console", "drain-1", "epmd", "front-1", "postgres", "rabbitmq", "redis", "silo-1"];
        Assert.Equal(all, Temporary.Supervisor.Recorded);
        Assert.All(all, name => Assert.True(Temporary.Supervisor.IsAlive(name), name));
        var (status, shown) = await LauncherRun.RunAsync(Temporary.State, "status");
        Assert.True(status == 0, shown);

        var (down, said) = await LauncherRun.RunAsync(Temporary.State, "down");

        Assert.Equal(0, down);
        Assert.EndsWith("stopped.", said.Trim(), StringComparison.Ordinal);
        Assert.Empty(Temporary.Supervisor.Recorded);
        Assert.Empty(await Strays.EndAsync(Temporary.State));
        var first = Temporary.Servers.Ports!.First;
        Assert.DoesNotContain(Enumerable.Range(first, 72).Append(port), Ports.IsInUse);
    }
}
