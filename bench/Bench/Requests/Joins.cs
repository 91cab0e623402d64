using System.Text;
using FlashFlow.Load;

namespace FlashFlow.Bench.Requests;

/// <summary>Joinings of one line, each of a shopper of its own: one request in which the shopper's number is written over.</summary>
internal sealed class Joins : IRequestSource
{
    private readonly byte[] request;
    private readonly int shopperAt;
    private long shoppers;

    /// <param name="front">Where they join.</param>
    /// <param name="productId">The product.</param>
    public Joins(Uri front, string productId)
    {
        request = RequestBytes.Of(new()
        {
            Uri = front,
            Path = $"/products/{productId}/room",
            Headers = [new("Content-Type", "application/json")],
            Body = Encoding.ASCII.GetBytes($$"""{"shopperId":"shopper-{{RequestNumber.Blank}}"}"""),
        });
        shopperAt = request.AsSpan().LastIndexOf(RequestNumber.BlankBytes);
    }

    public ReadOnlySpan<byte> Next()
    {
        RequestNumber.Write(request, shopperAt, ++shoppers);
        return request;
    }
}
