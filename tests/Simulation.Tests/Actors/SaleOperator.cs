namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>An operator: restocks, pauses and resumes, closes, starts new sales, and asks again until it is done.</summary>
internal sealed class SaleOperator(World world)
{
    private const string By = "operator";

    public async Task RunAsync()
    {
        for (var action = 0; action < world.Plan.OperatorActions; action++)
        {
            await world.Clients.DelayAsync(world.Chance.Below(world.Plan.FaultMilliseconds / 2));
            var product = world.Chance.Pick(world.Plan.Products);
            switch (world.Chance.Below(5))
            {
                case 0:
                    await SetStateAsync(product, SaleState.Paused);
                    await world.Clients.DelayAsync(world.Chance.Below(300));
                    await SetStateAsync(product, SaleState.Open);
                    break;
                case 1:
                    await StartAsync(product);
                    break;
                case 2:
                    await SetStateAsync(product, SaleState.Closed);
                    await world.Clients.DelayAsync(world.Chance.Below(300));
                    await RestockAsync(product, "after the end");
                    await StartAsync(product);
                    break;
                default:
                    await RestockAsync(product, $"restock {action}");
                    break;
            }
        }
    }

    /// <summary>Opens what is paused.</summary>
    public async Task ResumeAsync()
    {
        foreach (var product in world.Plan.Products)
            await SetStateAsync(product, SaleState.Open);
    }

    // While somebody holds units of a sale no other takes its place.
    private async Task StartAsync(string product)
    {
        var isStarted = false;
        while (!isStarted)
        {
            await InsistAsync(async front => isStarted = await front.Office.StartAsync(world.Define(product), By) is not null);
            if (!isStarted)
                await world.Clients.DelayAsync(100);
        }
    }

    private Task SetStateAsync(string product, SaleState state)
    {
        var epoch = EpochOf(product);
        return InsistAsync(front => front.Office.SetStateAsync(product, epoch, state, By));
    }

    private Task RestockAsync(string product, string key)
    {
        var (epoch, units) = (EpochOf(product), world.Chance.Between(1, 4));
        return InsistAsync(front => front.Office.RestockAsync(product, epoch, units, key, By));
    }

    private long EpochOf(string product) => world.Ledger.Find(product)!.Epoch;

    private async Task InsistAsync<T>(Func<Front, Task<T>> change)
        where T : struct
    {
        while (await world.Door.AskAsync(async front => new Done<T>(await change(front))) is null)
            await world.Clients.DelayAsync(100);
    }

    private sealed record Done<T>(T Outcome);
}
