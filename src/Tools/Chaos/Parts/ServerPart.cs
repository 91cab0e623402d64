namespace FlashFlow.Tools.Chaos.Parts;

/// <summary>Redis, RabbitMQ or PostgreSQL, which the launcher has started and knows how to hit.</summary>
/// <param name="name">As the launcher calls it.</param>
/// <param name="launcher">Path of the launcher.</param>
internal sealed class ServerPart(string name, string launcher) : IPart
{
    public string Name => name;

    public Task KillAsync() => AskAsync("kill");

    public Task StartAsync(CancellationToken cancellation) => AskAsync("start");

    public Task FreezeAsync() => AskAsync("freeze");

    public Task ThawAsync(CancellationToken cancellation) => AskAsync("thaw");

    // The launcher comes back when it answers.
    public Task ReadyAsync(CancellationToken cancellation) => Task.CompletedTask;

    private Task AskAsync(string verb) => Launcher.RunAsync(launcher, "services", verb, name);
}
