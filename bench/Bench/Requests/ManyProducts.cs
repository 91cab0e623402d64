using System.Text;
using FlashFlow.Load;

namespace FlashFlow.Bench.Requests;

/// <summary>Buys of several products, some of which are wanted much more than others.</summary>
internal sealed class ManyProducts : IRequestSource
{
    private readonly byte[][] requests;
    private readonly Zipf zipf;
    private readonly Random random;

    /// <param name="front">Where they are bought.</param>
    /// <param name="productIds">The products; the first is wanted most.</param>
    /// <param name="seed">The same seed draws the same buys.</param>
    public ManyProducts(Uri front, IReadOnlyList<string> productIds, int seed)
    {
        requests = [.. productIds.Select(productId => RequestBytes.Of(Buy(front, productId)))];
        zipf = new(requests.Length);
        random = new(seed);
    }

    public ReadOnlySpan<byte> Next() => requests[zipf.Rank(random.NextDouble())];

    private static LoadOptions Buy(Uri front, string productId) => new()
    {
        Uri = front,
        Path = $"/products/{productId}/orders",
        Headers = [new("Content-Type", "application/json")],
        Body = Encoding.ASCII.GetBytes("""{"shopperId":"shopper","quantity":1}"""),
    };
}
