using System.Text;
using FlashFlow.Load;

namespace FlashFlow.Bench.Requests;

/// <summary>
/// Buys of one product with an <c>Idempotency-Key</c>, each of a shopper of its own; every tenth is a retry of a recent one. All are one
/// request in which the number of key and shopper is written over.
/// </summary>
internal sealed class KeyedBuys : IRequestSource
{
    private const int Every = 10;
    private const int Recent = 1_000;

    private readonly byte[] request;
    private readonly int keyAt;
    private readonly int shopperAt;
    private readonly Random random;
    private long buys;
    private long sent;

    /// <param name="front">Where it is bought.</param>
    /// <param name="productId">The product.</param>
    /// <param name="seed">The same seed draws the same retries.</param>
    public KeyedBuys(Uri front, string productId, int seed)
    {
        request = RequestBytes.Of(new()
        {
            Uri = front,
            Path = $"/products/{productId}/orders",
            Headers = [new("Content-Type", "application/json"), new("Idempotency-Key", $"bench-key-{RequestNumber.Blank}")],
            Body = Encoding.ASCII.GetBytes($$"""{"shopperId":"shopper-{{RequestNumber.Blank}}","quantity":1}"""),
        });
        keyAt = request.AsSpan().IndexOf(RequestNumber.BlankBytes);
        shopperAt = request.AsSpan().LastIndexOf(RequestNumber.BlankBytes);
        random = new(seed);
    }

    public ReadOnlySpan<byte> Next()
    {
        var number = ++sent % Every == 0 ? buys - random.NextInt64(Math.Min(buys, Recent)) : ++buys;
        RequestNumber.Write(request, keyAt, number);
        RequestNumber.Write(request, shopperAt, number);
        return request;
    }
}
