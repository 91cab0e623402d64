namespace FlashFlow.Baselines;

/// <summary>The plain SQL sale over HTTP.</summary>
internal static class SqlEndpoints
{
    public static void MapSql(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sql/{connections:int:range(1,100)}", async (int connections, SqlShop shop) => BuyAnswer.Of(await shop.BuyAsync(connections)));
        app.MapPost("/sql/reset", async (int stock, SqlShop shop) => await shop.ResetAsync(stock));
    }
}
