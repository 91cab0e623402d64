using FlashFlow.Tools.Processes;

namespace FlashFlow.Tools.Chaos.Parts;

/// <summary>Redis, RabbitMQ or PostgreSQL, which the launcher has started and knows how to hit.</summary>
/// <param name="name">As the launcher calls it.</param>
/// <param name="launcher">Path of the launcher.</param>
internal sealed class ServerPart(string name, string launcher) : IPart
{
    public string Name => name;

    public Task KillAsync(CancellationToken cancellation) => AskAsync("kill", cancellation);

    public Task StartAsync(CancellationToken cancellation) => AskAsync("start", cancellation);

    public Task FreezeAsync(CancellationToken cancellation) => AskAsync("freeze", cancellation);

    public Task ThawAsync(CancellationToken cancellation) => AskAsync("thaw", cancellation);

    // The launcher comes back when it answers.
    public Task ReadyAsync(CancellationToken cancellation) => Task.CompletedTask;

    private Task AskAsync(string verb, CancellationToken cancellation) => Launcher.RunAsync(launcher, cancellation, "services", verb, name);
}
