using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Chaos.Parts;

/// <summary>Redis, RabbitMQ or PostgreSQL, which the launcher has started.</summary>
internal sealed class ServerPart(string name, ProcessSupervisor supervisor, ServerGroup servers) : IPart
{
    private readonly ServerKind kind = ServerKind.Find(name) ?? throw new ArgumentException($"There is no server {name}.", nameof(name));

    public string Name => name;

    public Task KillAsync(CancellationToken cancellation) => AloneAsync(() => servers.KillAsync(kind), cancellation);

    public Task StartAsync(CancellationToken cancellation) => AloneAsync(() => servers.StartAsync(kind, cancellation), cancellation);

    public Task FreezeAsync(CancellationToken cancellation) => AloneAsync(() => servers.FreezeAsync(kind), cancellation);

    public Task ThawAsync(CancellationToken cancellation) => AloneAsync(() => servers.ThawAsync(kind), cancellation);

    // It answers as soon as it was started.
    public Task ReadyAsync(CancellationToken cancellation) => Task.CompletedTask;

    private async Task AloneAsync(Func<Task> doAsync, CancellationToken cancellation)
    {
        using var taken = await StateLock.TakeAsync(supervisor.State, supervisor.Say, cancellation);
        await doAsync();
    }
}
