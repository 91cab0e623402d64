using System.Globalization;
using System.Text;
using FlashFlow.Load;

namespace FlashFlow.Bench.Requests;

/// <summary>Buys of units that are held, of which the deadlines are remembered.</summary>
internal sealed class TimedHolds : IRequestSource
{
    private const int Held = 202;

    private readonly byte[] buy;
    private readonly List<DateTimeOffset> deadlines = [];

    /// <param name="load">The buy.</param>
    public TimedHolds(LoadOptions load) => buy = RequestBytes.Of(load);

    /// <summary>When the holds lapse, by the ledger's clock, in the order in which they were told.</summary>
    public IReadOnlyList<DateTimeOffset> Deadlines => deadlines;

    /// <summary>A buy of one unit.</summary>
    public static LoadOptions Buy(Uri front, string productId) => new()
    {
        Uri = front,
        Path = $"/products/{productId}/orders",
        Headers = [new("Content-Type", "application/json")],
        Body = Encoding.ASCII.GetBytes("""{"shopperId":"shopper","quantity":1}"""),
    };

    public ReadOnlySpan<byte> Next() => buy;

    public void Hear(int status, ReadOnlySpan<byte> body)
    {
        if (status == Held && DateTimeOffset.TryParse(JsonMember.Find(body, "expiresAt"u8), CultureInfo.InvariantCulture, out var deadline))
            deadlines.Add(deadline);
    }
}
