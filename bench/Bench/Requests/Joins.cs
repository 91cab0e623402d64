using System.Text;
using FlashFlow.Load;

namespace FlashFlow.Bench.Requests;

/// <summary>Joinings of one line, each of a shopper of its own: one request in which the shopper's number is written over.</summary>
internal sealed class Joins : IRequestSource
{
    private const int Digits = 10;
    private static readonly string Blank = new('0', Digits);

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
            Body = Encoding.ASCII.GetBytes($$"""{"shopperId":"shopper-{{Blank}}"}"""),
        });
        shopperAt = request.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(Blank));
    }

    public ReadOnlySpan<byte> Next()
    {
        var (digit, rest) = (shopperAt + Digits - 1, ++shoppers);
        for (; rest > 0; digit--, rest /= 10)
            request[digit] = (byte)('0' + (rest % 10));
        return request;
    }
}
