using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Testing;

/// <summary>Stops, kills and starts the servers of the test run.</summary>
public static class Servers
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    public static Task StopAsync(string name) => DoAsync("stop", name, RealServices.Group.StopAsync);

    public static Task KillAsync(string name) => DoAsync("kill", name, RealServices.Group.KillAsync);

    public static Task FreezeAsync(string name) => DoAsync("freeze", name, RealServices.Group.FreezeAsync);

    public static Task ThawAsync(string name) => DoAsync("thaw", name, RealServices.Group.ThawAsync);

    public static Task StartAsync(string name) => DoAsync("start", name, kind => RealServices.Group.StartAsync(kind));

    /// <summary>Loses what a server that does not run has on its disk.</summary>
    public static Task LoseDataAsync(string name) => DoAsync("lose its data", name, kind =>
    {
        Directory.Delete(Path.Combine(RealServices.Supervisor.State.Data, kind.Name), recursive: true);
        return Task.CompletedTask;
    });

    /// <summary>RabbitMQ's own command line.</summary>
    public static async Task RabbitMqCtlAsync(params string[] arguments)
    {
        var (exitCode, output) = await RealServices.Group.RabbitMqCtlAsync(arguments).Within($"rabbitmqctl {string.Join(' ', arguments)}", Bound);
        if (exitCode != 0)
            throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} failed: {output}");
    }

    private static async Task DoAsync(string verb, string name, Func<ServerKind, Task> doAsync)
    {
        using var taken = await StateLock.TakeAsync(RealServices.Supervisor.State, _ => { });
        try
        {
            await doAsync(ServerKind.Find(name)!).Within($"{name} to {verb}", Bound);
        }
        catch (SupervisorException failure)
        {
            throw new InvalidOperationException(string.Join('\n', [failure.Message, .. failure.LastLines]), failure);
        }
    }
}
