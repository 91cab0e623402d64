using FlashFlow.Operator.Processes;
using FlashFlow.Supervisor;

namespace FlashFlow.Chaos.Parts;

/// <summary>A member of a cluster of servers.</summary>
internal sealed class ClusterPart(
    string name, Func<Task> kill, Func<CancellationToken, Task> start, Func<Task> freeze, Func<Task> thaw, Func<Task> ready) : IPart
{
    public string Name => name;

    public Task KillAsync(CancellationToken cancellation) => TellAsync(kill);

    public Task StartAsync(CancellationToken cancellation) => TellAsync(() => start(cancellation));

    public Task FreezeAsync(CancellationToken cancellation) => TellAsync(freeze);

    public Task ThawAsync(CancellationToken cancellation) => TellAsync(thaw);

    public Task ReadyAsync(CancellationToken cancellation) => TellAsync(ready);

    private async Task TellAsync(Func<Task> doAsync)
    {
        try
        {
            await doAsync();
        }
        catch (SupervisorException failure)
        {
            throw new ToolFailedException($"{name}: {failure.Message}", failure);
        }
    }
}
