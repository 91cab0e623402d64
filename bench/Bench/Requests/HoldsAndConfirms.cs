using System.Text;
using FlashFlow.Load;

namespace FlashFlow.Bench.Requests;

/// <summary>
/// Buys of units that are held, each followed by its confirm: whenever a hold is heard of, the next request confirms it. Confirms are one
/// request in which the order is written over.
/// </summary>
internal sealed class HoldsAndConfirms : IRequestSource
{
    /// <summary>What a unit costs, in cents.</summary>
    public const long Price = 4_990;

    private const int Held = 202;
    private const string DemoShopKey = "demo-shop-key";
    private static readonly string Blank = Guid.Empty.ToString();

    private readonly Queue<Guid> held = new();
    private readonly byte[] buy;
    private readonly byte[] confirm;
    private readonly int[] orderAt;

    /// <param name="front">Where they are held; it is in demo mode.</param>
    /// <param name="productId">The product.</param>
    public HoldsAndConfirms(Uri front, string productId)
    {
        buy = RequestBytes.Of(TimedHolds.Buy(front, productId));
        confirm = RequestBytes.Of(new()
        {
            Uri = front,
            Path = $"/products/{productId}/orders/{Blank}/confirm",
            Headers = [new("Content-Type", "application/json"), new("Authorization", $"Bearer {DemoShopKey}")],
            Body = Encoding.ASCII.GetBytes($$"""{"paymentRef":"pay-{{Blank}}","amount":{{Price}},"currency":"EUR"}"""),
        });
        var blank = Encoding.ASCII.GetBytes(Blank);
        orderAt = [confirm.AsSpan().IndexOf(blank), confirm.AsSpan().LastIndexOf(blank)];
    }

    /// <summary>Orders whose confirm was not sent.</summary>
    public IReadOnlyCollection<Guid> Unconfirmed => held;

    public ReadOnlySpan<byte> Next()
    {
        if (!held.TryDequeue(out var orderId))
            return buy;
        foreach (var at in orderAt)
            orderId.TryFormat(confirm.AsSpan(at), out _);
        return confirm;
    }

    public void Hear(int status, ReadOnlySpan<byte> body)
    {
        if (status == Held && Guid.TryParse(JsonMember.Find(body, "orderId"u8), out var orderId))
            held.Enqueue(orderId);
    }
}
