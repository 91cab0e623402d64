using System.Diagnostics;
using FlashFlow.Load;

namespace FlashFlow.Operator.Demo;

/// <summary>What the shoppers of a run were told. Written by the load generator's thread, read when it has ended.</summary>
internal sealed class BuyAnswers
{
    private readonly List<Guid> orderIds = [];
    private readonly Dictionary<string, long> unexpected = [];
    private byte[] soldOutBody = [];

    /// <summary>The order ids of all accepted buys, in the order they were told.</summary>
    public IReadOnlyList<Guid> OrderIds => orderIds;

    /// <summary>How many were told "sold out".</summary>
    public long SoldOut { get; private set; }

    /// <summary>Every other answer, by what it was.</summary>
    public IReadOnlyDictionary<string, long> Unexpected => unexpected;

    /// <summary>When the last accepted buy was told, in <see cref="Stopwatch"/> ticks; 0 when none was.</summary>
    public long LastAcceptAt { get; private set; }

    /// <summary>Takes one answer.</summary>
    public void Observe(int status, ReadOnlySpan<byte> body)
    {
        if (status == 409 && IsSoldOut(body))
            SoldOut++;
        else if (status == 202 && Guid.TryParse(JsonMember.Find(body, "orderId"u8), out var orderId))
            Accept(orderId);
        else
            CountUnexpected(status, body);
    }

    private void Accept(Guid orderId)
    {
        orderIds.Add(orderId);
        LastAcceptAt = Stopwatch.GetTimestamp();
    }

    // Hundreds of thousands of shoppers are told this, mostly in the very same bytes.
    private bool IsSoldOut(ReadOnlySpan<byte> body)
    {
        if (soldOutBody.Length > 0 && body.SequenceEqual(soldOutBody))
            return true;
        if (JsonMember.Find(body, "code"u8) != "sold_out")
            return false;
        soldOutBody = body.ToArray();
        return true;
    }

    private void CountUnexpected(int status, ReadOnlySpan<byte> body)
    {
        var what = status == 202 ? "202 without an order id" : $"{status} {JsonMember.Find(body, "code"u8)}".TrimEnd();
        unexpected[what] = unexpected.GetValueOrDefault(what) + 1;
    }
}
