using System.Buffers.Text;
using System.Text.Json;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Orders;

/// <summary>Writes the answer to a buy. The body of an order that was sold at once is always the same but for the id, so it is written by hand.</summary>
internal static class PurchaseAnswer
{
    private const int GuidLength = 36;

    private static ReadOnlySpan<byte> BeforeId => "{\"orderId\":\""u8;

    private static ReadOnlySpan<byte> AfterId => "\",\"status\":\"confirmed\"}"u8;

    public static Task WriteAsync(HttpContext context, string productId, Purchase purchase)
    {
        if (purchase.Result.HasOrder || purchase.Result.Outcome == OrderOutcome.Unknown)
            context.Response.Headers.Location = $"/products/{productId}/orders/{purchase.OrderId}";
        if (purchase.Result.Outcome == OrderOutcome.NotAdmitted)
            context.Response.Headers.Link = $"</products/{productId}/room>; rel=\"room\"";
        if (!purchase.Result.HasOrder)
            return Problems.For(purchase.Result.Outcome).ExecuteAsync(context);

        var response = context.Response;
        response.StatusCode = purchase.Result.Outcome == OrderOutcome.Replayed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        response.ContentType = "application/json; charset=utf-8";
        var body = purchase.Result.State is { } state
            ? JsonSerializer.SerializeToUtf8Bytes(OrderView.Of(purchase.OrderId, state), FrontJson.Default.OrderView)
            : SoldAtOnce(purchase.OrderId);
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body).AsTask();
    }

    private static byte[] SoldAtOnce(Guid orderId)
    {
        var body = new byte[BeforeId.Length + GuidLength + AfterId.Length];
        BeforeId.CopyTo(body);
        Utf8Formatter.TryFormat(orderId, body.AsSpan(BeforeId.Length), out _);
        AfterId.CopyTo(body.AsSpan(BeforeId.Length + GuidLength));
        return body;
    }
}
