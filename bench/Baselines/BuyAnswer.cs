namespace FlashFlow.Baselines;

/// <summary>What a buyer is told, whatever sold.</summary>
internal static class BuyAnswer
{
    /// <param name="orderId">The order; null when nothing was left.</param>
    public static IResult Of(Guid? orderId) => orderId is null
        ? TypedResults.StatusCode(StatusCodes.Status409Conflict)
        : TypedResults.Text($$"""{"orderId":"{{orderId}}","status":"confirmed"}""", "application/json", statusCode: StatusCodes.Status202Accepted);
}
