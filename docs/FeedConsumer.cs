using System.Net.Http.Json;

namespace Shop;

/// <summary>Keeps a table of orders right from FlashFlow's feed alone. Keep cursor, numbers and table together, in one transaction, and go on from there.</summary>
/// <param name="front">Its BaseAddress is a front, its Authorization a key of the role shop.</param>
public sealed class FeedConsumer(HttpClient front)
{
    private readonly Dictionary<long, long> lastSeqs = [];

    public string? Cursor { get; private set; }

    public Dictionary<Guid, Order> Orders { get; } = [];

    /// <summary>Takes up what there is, waiting for it if need be; returns how many events that were.</summary>
    public async Task<int> ReadAsync(int waitSeconds, CancellationToken stop)
    {
        var after = Cursor is null ? "" : $"&after={Cursor}";
        var page = (await front.GetFromJsonAsync<Page>($"/events?limit=1000&wait={waitSeconds}{after}", stop))!;
        foreach (var told in page.Events)
            Take(told);
        Cursor = page.Next;
        return page.Events.Length;
    }

    /// <summary>Takes up an event, of the feed or of a webhook. One that was taken up before changes nothing.</summary>
    /// <exception cref="InvalidDataException">Something is missing before it: nothing was taken up.</exception>
    public void Take(Event told)
    {
        var last = lastSeqs.GetValueOrDefault(told.Epoch, told.Seq - 1); // Where one begins to read is up to oneself.
        if (told.Seq <= last)
            return;
        if (told.Seq > last + 1)
            throw new InvalidDataException($"Sale {told.Epoch}: {told.Seq} came after {last}.");
        lastSeqs[told.Epoch] = told.ToSeq ?? told.Seq; // At sale.gap read the orders of the sale anew: GET /products/{id}/sales/{epoch}/orders.jsonl
        if (told.OrderId is not { } id)
            return;
        var known = Orders.GetValueOrDefault(id) ?? new(told.Epoch, told.Position, told.ShopperId, told.Quantity, told.Amount, told.Currency, "", null, 0);
        var paymentRef = told.Type == "order.refused" ? known.PaymentRef : told.PaymentRef ?? known.PaymentRef; // That one was not taken.
        Orders[id] = known with { Status = told.Status, PaymentRef = paymentRef, Cancelled = told.Cancelled ?? known.Cancelled };
    }

    public sealed record Order(long Epoch, long Position, string? ShopperId, int Quantity, long? Amount, string? Currency, string? Status, string? PaymentRef, int Cancelled);

    public sealed record Page(Event[] Events, string Next);

    public sealed record Event(
        string Type, long Epoch, long Seq, long? ToSeq, Guid? OrderId, long Position, string? ShopperId, int Quantity, long? Amount, string? Currency,
        string? Status, string? PaymentRef, int? Cancelled);
}
