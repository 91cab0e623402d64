namespace FlashFlow.Core.Tests.StandIns;

using LedgerCall = Call<(string ProductId, HighWaterMark Known, IReadOnlyList<OrderOperation> Batch), LedgerReply>;

/// <summary>The authority over stock, played by the test.</summary>
public sealed class StandInStockLedger : IStockLedger
{
    private readonly Calls<(string ProductId, HighWaterMark Known, IReadOnlyList<OrderOperation> Batch), LedgerReply> calls = new();

    public int CallCount => calls.Count;

    public Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch) =>
        calls.ReceiveAsync((productId, known, batch));

    public Task<LedgerCall> NextCallAsync() => calls.NextAsync();
}

/// <summary>What a ledger can answer.</summary>
public static class LedgerAnswers
{
    /// <summary>Accepts the whole batch at the positions that follow <paramref name="given"/>.</summary>
    public static void Accept(this LedgerCall call, long given = 0, long epoch = Samples.Epoch)
    {
        var last = given + call.Request.Batch.Count;
        var entry = Samples.Entry($"{epoch}-{last}", call.Request.ProductId);
        var results = call.Request.Batch.Select((_, i) => new OrderResult(OrderOutcome.Accepted, epoch, given + 1 + i));
        call.Return(new([.. results], new(epoch, last), IsSoldOut: false, new(call.Request.ProductId, epoch, last, 100 - last, SaleState.Open), entry));
    }

    /// <summary>Accepts the batch, and says how long until something is due.</summary>
    public static void AcceptUntil(this LedgerCall call, TimeSpan due) => call.Return(new(
        [.. call.Request.Batch.Select(_ => new OrderResult(OrderOutcome.Accepted, Samples.Epoch, 1))], new(Samples.Epoch, 1), IsSoldOut: false, UntilDue: due));

    /// <summary>Gives every buy of the batch the same outcome.</summary>
    public static void Answer(this LedgerCall call, OrderOutcome outcome, HighWaterMark mark) =>
        call.Return(new([.. call.Request.Batch.Select(_ => new OrderResult(outcome, mark.Epoch))], mark, outcome == OrderOutcome.SoldOut));

    public static void SellOut(this LedgerCall call) => call.Answer(OrderOutcome.SoldOut, new(Samples.Epoch, 100));

    /// <summary>Refuses everything, as a ledger that lost data.</summary>
    public static void Suspend(this LedgerCall call, HighWaterMark mark) =>
        call.Return(new([.. call.Request.Batch.Select(_ => new OrderResult(OrderOutcome.Suspended, mark.Epoch))], mark, IsSoldOut: false, IsSuspended: true));

    public static void StaySilent(this LedgerCall call) => call.Throw(new LedgerUnavailableException("no answer in time"));

    public static void Refuse(this LedgerCall call) => call.Throw(new LedgerUnavailableException("full") { NothingWasDone = true });
}
