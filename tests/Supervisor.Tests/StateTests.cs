namespace FlashFlow.Supervisor.Tests;

/// <summary>Tests with a state directory of their own.</summary>
public abstract class StateTests : IAsyncLifetime
{
    private TemporaryState? temporary;

    protected TemporaryState Temporary => temporary ?? throw new InvalidOperationException("The state directory is not there yet.");

    public Task InitializeAsync()
    {
        temporary = TemporaryState.Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (temporary is not null)
            await temporary.DisposeAsync();
    }
}
