namespace FlashFlow.Baselines;

/// <summary>The plain SQL sale over HTTP.</summary>
internal static class SqlEndpoints
{
    public static void MapSql(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sql/{connections:int:range(1,100)}", BuyAsync);
        app.MapPost("/sql/reset", async (int stock, SqlShop shop) => await shop.ResetAsync(stock));
    }

    private static async Task<IResult> BuyAsync(int connections, SqlShop shop) =>
        await shop.BuyAsync(connections) is { } orderId
            ? TypedResults.Text($$"""{"orderId":"{{orderId}}","status":"accepted"}""", "application/json", statusCode: StatusCodes.Status202Accepted)
            : TypedResults.StatusCode(StatusCodes.Status409Conflict);
}
