namespace FlashFlow.Console.Fronts.Sales;

/// <summary>The front's calls about suspended sales.</summary>
public sealed class RebuildClient(FrontCaller front)
{
    /// <summary>What could be restored; nothing is changed.</summary>
    public Task<RebuildPlan> PlanAsync(string productId, CancellationToken cancellation) => front.GetAsync<RebuildPlan>(Path(productId), cancellation);

    /// <summary>Carries the plan of a sale out.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">The sale of the plan.</param>
    /// <param name="acceptsLoss">Also when something that happened is found nowhere: the units of those orders are sold again.</param>
    public async Task<SaleView> RebuildAsync(string productId, long epoch, bool acceptsLoss) =>
        (await front.ActAsync<SaleView>(HttpMethod.Post, $"{Path(productId)}?epoch={epoch}{(acceptsLoss ? "&acceptLoss=true" : "")}"))!;

    private static string Path(string productId) => $"/products/{Uri.EscapeDataString(productId)}/rebuild";
}
