namespace FlashFlow.Bench.Scenarios;

/// <summary>Buys of the engine's products: over when every accepted order is stored.</summary>
/// <param name="name">As it is asked for.</param>
/// <param name="engine">What sells.</param>
/// <param name="productIds">What is sold.</param>
internal abstract class SaleScenario(string name, BenchEngine engine, params string[] productIds) : Scenario(name)
{
    /// <summary>What sells.</summary>
    protected BenchEngine Engine => engine;

    /// <summary>What is sold.</summary>
    protected IReadOnlyList<string> ProductIds => productIds;

    public override Task SettleAsync(CancellationToken cancellation) => engine.Sales.AwaitStoredAsync(productIds, cancellation);
}
