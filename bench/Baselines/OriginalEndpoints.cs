namespace FlashFlow.Baselines;

/// <summary>The sale of the Node.js original over HTTP.</summary>
internal static class OriginalEndpoints
{
    public static void MapOriginal(this IEndpointRouteBuilder app)
    {
        app.MapPost("/original", async (OriginalShop shop) => BuyAnswer.Of(await shop.BuyAsync()));
        app.MapPost("/original/reset", async (int stock, OriginalShop shop) => await shop.ResetAsync(stock));
    }
}
