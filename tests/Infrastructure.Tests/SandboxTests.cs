[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FlashFlow.Infrastructure.Tests;

/// <summary>Tests with a corner of the real servers to themselves.</summary>
public abstract class SandboxTests : IAsyncLifetime
{
    private Sandbox? sandbox;

    protected Sandbox Sandbox => sandbox ?? throw new InvalidOperationException("The sandbox is not there yet.");

    public async Task InitializeAsync() => sandbox = await Sandbox.CreateAsync();

    public async Task DisposeAsync()
    {
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }

    protected static OrderOperation Buy(int quantity = 1, string shopperId = "", Guid? orderId = null, long epoch = 0) =>
        new(orderId ?? OrderIds.New(TimeProvider.System), shopperId, quantity, epoch);
}
