using System.Diagnostics;
using FlashFlow.Core.Buying;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// Guards one product's stock: gathers what is asked of its orders, asks the ledger once per batch, remembers what it learned, and wakes
/// by itself when something is due.
/// It decides nothing itself; two guards of one product on one ledger are as safe as one (G1).
/// </summary>
public sealed class StockGuard : IDisposable
{
    // A ledger that did not answer is asked again this often; meanwhile buys are refused without being tried.
    private static readonly TimeSpan RetrySilentLedgerAfter = TimeSpan.FromMilliseconds(200);

    // A ledger that did not answer while something was due is asked again after this.
    private static readonly TimeSpan RetryDueAfter = TimeSpan.FromSeconds(1);

    private readonly string productId;
    private readonly IStockLedger ledger;
    private readonly GuardInstruments instruments;
    private readonly ILogger logger;
    private readonly Coalescer<OrderOperation, OrderResult> coalescer;
    private readonly SoldOutMemory soldOut;
    private readonly DueTimer due;
    private readonly TimeProvider time;
    private HighWaterMark known;
    private LedgerHealth health;
    private long silentSince;

    /// <param name="productId">The product.</param>
    /// <param name="known">How far the product's sale is known to have come.</param>
    /// <param name="ledger">The authority.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Clock of the sold-out memory.</param>
    /// <param name="logger">Told when the ledger stops or starts answering.</param>
    /// <param name="instruments">What measures its calls; <see cref="GuardInstruments.Ledger"/> where nothing else is said.</param>
    public StockGuard(
        string productId,
        HighWaterMark known,
        IStockLedger ledger,
        GuardOptions options,
        TimeProvider time,
        ILogger logger,
        GuardInstruments? instruments = null)
    {
        this.productId = productId;
        this.known = known;
        this.ledger = ledger;
        this.time = time;
        this.logger = logger;
        this.instruments = instruments ?? GuardInstruments.Ledger;
        coalescer = new(AskLedgerAsync, options.MaxBatch, options.MaxWaiting);
        soldOut = new(TimeSpan.FromMilliseconds(options.SoldOutMemoryMilliseconds), time);
        due = new(() => coalescer.TryAdd(OverdueHolds.Lapse), time);
    }

    /// <summary>The latest sale this guard knows of.</summary>
    public long Epoch => known.Epoch;

    /// <summary>How far the ledger is known to have come.</summary>
    public HighWaterMark Known => known;

    /// <summary>The ledger's clock when it answered last, in Unix milliseconds; 0 when it has not yet.</summary>
    public long LedgerNow { get; private set; }

    /// <summary>Whether it is known that nothing is left, without asking the ledger.</summary>
    public bool IsSoldOut => soldOut.Remembers;

    /// <summary>Decides one operation. Never throws for what a ledger or a shopper can do: the outcome says it.</summary>
    public ValueTask<OrderResult> DecideAsync(OrderOperation request)
    {
        // G4: what may be a retry of an accepted order is the ledger's to answer.
        if (!request.MayBeReplay && soldOut.Answers())
            return ValueTask.FromResult(new OrderResult(OrderOutcome.SoldOut, known.Epoch));

        return coalescer.TryAdd(request) is { } reply ? new(reply) : ValueTask.FromResult(new OrderResult(OrderOutcome.Overloaded));
    }

    /// <summary>Decides operations that came together, in their order. Never throws for what a ledger or a shopper can do: the outcomes say it.</summary>
    public async Task<OrderResult[]> DecideAsync(IReadOnlyList<OrderOperation> batch)
    {
        var results = new OrderResult[batch.Count];
        List<int>? asked = null;
        for (var i = 0; i < batch.Count; i++)
        {
            if (!batch[i].MayBeReplay && soldOut.Answers())
                results[i] = new(OrderOutcome.SoldOut, known.Epoch);
            else
                (asked ??= new(batch.Count - i)).Add(i);
        }

        if (asked is null)
            return results;

        var replies = await coalescer.AddAsync(asked.Count == batch.Count ? batch : asked.ConvertAll(i => batch[i]));
        for (var i = 0; i < asked.Count; i++)
            results[asked[i]] = i < replies.Length ? replies[i] : new(OrderOutcome.Overloaded);
        return results;
    }

    /// <summary>Somebody else knows that the ledger has come this far (G7). Not to be called while another thread uses this guard.</summary>
    public void RaiseMark(HighWaterMark mark)
    {
        if (mark > known)
            known = mark;
    }

    /// <summary>Stock may have come back: the next buy asks the ledger.</summary>
    public void ForgetSoldOut() => soldOut.Forget();

    /// <summary>It does not wake any more. What is asked of it is decided all the same.</summary>
    public void Dispose() => due.Dispose();

    // The coalescer makes one call at a time, so nothing below needs a lock.
    private async Task<IReadOnlyList<OrderResult>> AskLedgerAsync(IReadOnlyList<OrderOperation> batch)
    {
        if (health == LedgerHealth.Silent && time.GetElapsedTime(silentSince) < RetrySilentLedgerAfter)
            return OrderResult.ForAll(batch, OrderOutcome.Unavailable);

        // The loop that asks was begun by some buy's call, whose trace is not this batch's.
        Activity.Current = null;
        using var activity = instruments.Start(productId, batch);
        var started = time.GetTimestamp();
        var forgets = soldOut.Forgets;
        LedgerReply reply;
        try
        {
            reply = await ledger.DecideAsync(productId, known, batch);
        }
        catch (LedgerUnavailableException failure)
        {
            // G7: no answer is no sale. The script may have run all the same; then the sweep finds its outbox entry.
            instruments.Record(batch.Count, time.GetElapsedTime(started), failure);
            silentSince = time.GetTimestamp();
            Become(LedgerHealth.Silent, failure);
            if (due.IsSet)
                due.Set(RetryDueAfter);
            return OrderResult.ForAll(batch, failure.NothingWasDone ? OrderOutcome.Unavailable : OrderOutcome.Unknown);
        }

        instruments.Record(batch.Count, time.GetElapsedTime(started), failure: null);
        soldOut.Learn(reply.IsSoldOut, forgets);
        Learn(reply);
        return reply.Results;
    }

    private void Learn(LedgerReply reply)
    {
        Become(reply.IsSuspended || reply.Mark < known ? LedgerHealth.Suspended : LedgerHealth.Answering);
        RaiseMark(reply.Mark);
        LedgerNow = reply.Now;
        if (reply.UntilDue == TimeSpan.Zero)
            coalescer.TryAdd(OverdueHolds.Lapse); // More is due than one call takes back.
        else if (reply.UntilDue is { } wait)
            due.Set(wait);
    }

    private void Become(LedgerHealth now, Exception? failure = null)
    {
        if (now == health)
            return;
        health = now;
        if (now == LedgerHealth.Answering)
            logger.LogInformation("The ledger of {Product} sells again", productId);
        else if (now == LedgerHealth.Silent)
            logger.LogError(failure, "The ledger of {Product} sells nothing now, and buys get 503: {Reason}", productId, failure!.Message);
        else
            logger.LogCritical(
                "The ledger of {Product} lost data, and nothing is sold from it until it is rebuilt; known here: epoch {Epoch}, transition {Seq}",
                productId, known.Epoch, known.Seq);
    }

    private enum LedgerHealth
    {
        Answering,
        Silent,
        Suspended,
    }
}
