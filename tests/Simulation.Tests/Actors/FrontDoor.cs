namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>The way of shoppers and operators to any one of the fronts.</summary>
internal sealed class FrontDoor(World world)
{
    /// <summary>Asks a front.</summary>
    /// <returns>What it answers; null when there is no answer, whatever was done.</returns>
    public Task<T?> AskAsync<T>(Func<Front, Task<T>> handle)
        where T : class
    {
        var answer = new TaskCompletionSource<T?>();
        void Reply(T? value) => world.Clients.Post(() => answer.TrySetResult(value));

        if (world.Fronts.Count == 0 || (world.HasFaults && world.Chance.OneIn(world.Plan.RefusedOneIn)))
        {
            Reply(null);
            return answer.Task;
        }

        var front = world.Chance.Pick(world.Fronts);
        front.Handle(async () => Reply(await TryAsync(front, handle)), () => Reply(null));

        // Somebody without patience: the front goes on all the same.
        if (world.HasFaults && world.Chance.OneIn(world.Plan.LostReplyOneIn))
            Reply(null);
        return answer.Task;
    }

    private static async Task<T?> TryAsync<T>(Front front, Func<Front, Task<T>> handle)
        where T : class
    {
        try
        {
            return await handle(front);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or SaleStoreUnavailableException)
        {
            return null;
        }
    }
}
