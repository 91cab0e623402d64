using System.Collections.Concurrent;

namespace FlashFlow.Chaos.Shopping;

/// <summary>Every buy of the run, and every purchase of what was held, with what their clients heard.</summary>
internal sealed class ReplyJournal
{
    private readonly ConcurrentQueue<ClientBuy> buys = [];
    private readonly ConcurrentQueue<Purchase> purchases = [];
    private readonly ConcurrentDictionary<string, int> unexpected = [];
    private int orders;
    private int requests;
    private int refusals;
    private int notTried;
    private int unknown;

    /// <summary>All buys, in the order they began.</summary>
    public IReadOnlyCollection<ClientBuy> Buys => buys;

    /// <summary>What became of holds, in the order in which it began.</summary>
    public IReadOnlyCollection<Purchase> Purchases => purchases;

    /// <summary>What was told of the line.</summary>
    public LineJournal Line { get; } = new();

    /// <summary>Buys whose clients were told of an order.</summary>
    public int Orders => Volatile.Read(ref orders);

    /// <summary>Requests made.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Answers 409.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    /// <summary>Answers 503 that said that nothing was ordered.</summary>
    public int NotTried => Volatile.Read(ref notTried);

    /// <summary>Requests without an answer, or with <c>outcome_unknown</c>.</summary>
    public int Unknown => Volatile.Read(ref unknown);

    /// <summary>Answers that a sale never gives, by what they were.</summary>
    public IReadOnlyDictionary<string, int> Unexpected => unexpected;

    public void Begin(ClientBuy buy) => buys.Enqueue(buy);

    public void Begin(Purchase purchase) => purchases.Enqueue(purchase);

    /// <summary>Counts an answer to a change of an order; the purchase holds it against those before.</summary>
    public void Note(Reply reply)
    {
        Interlocked.Increment(ref requests);
        if (reply.WasNotTried)
            Interlocked.Increment(ref notTried);
        else if (reply.IsUnknown)
            Interlocked.Increment(ref unknown);
        else if (reply.Status is not (200 or 409 or 410))
            unexpected.AddOrUpdate(reply.ToString(), 1, (_, count) => count + 1);
    }

    public void Note(ClientBuy buy, Reply reply)
    {
        var hadOrder = buy.OrderId is not null;
        buy.Take(reply);
        Interlocked.Increment(ref requests);
        if (reply.HasOrder && !hadOrder)
            Interlocked.Increment(ref orders);
        else if (reply.IsRefusal)
            Interlocked.Increment(ref refusals);
        else if (reply.WasNotTried)
            Interlocked.Increment(ref notTried);
        else if (reply.IsUnknown)
            Interlocked.Increment(ref unknown);
        else if (reply.IsUnexpected)
            unexpected.AddOrUpdate(reply.ToString(), 1, (_, count) => count + 1);
    }
}
