namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The way of news to all fronts, on which any of them may be lost.</summary>
internal sealed class SimulatedNews(World world) : IStockNews
{
    public Task PublishAsync(StockLevel level)
    {
        foreach (var front in world.Fronts)
            if (!world.HasFaults || !world.Chance.OneIn(world.Plan.NewsLostOneIn))
                front.Process.Post(() => front.Live.Receive(level));
        return Task.CompletedTask;
    }
}
