using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Chaos.Parts;

/// <summary>Redis, RabbitMQ or PostgreSQL, which the launcher has started.</summary>
internal sealed class ServerPart(ServerKind kind, ProcessSupervisor supervisor, ServerGroup servers) : IPart
{
    public string Name => kind.Name;

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
