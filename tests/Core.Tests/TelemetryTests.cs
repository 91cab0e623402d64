using System.Diagnostics;
using System.Threading.Channels;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests;

/// <summary>Meters and traces belong to the process: these tests run while no other does.</summary>
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
[Collection(nameof(TelemetryTests))]
public sealed class TelemetryTests
{
    private const string FirstTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string SecondTrace = "00-1bf7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01";

    private const string UnrecordedTrace = "00-2bf7651916cd43dd8448eb211c80319c-d7ad6b7169203331-00";

    private const string Redis = "db.system.name=redis db.operation.name=EVALSHA db.stored_procedure.name=decide.lua";

    private readonly Journal journal = new();
    private readonly ManualTimeProvider time = new();
    private readonly StandInStockLedger ledger = new();
    private readonly AwaitedEntries awaited = new(TimeProvider.System);
    private readonly StandInOutbox outbox;
    private readonly StandInPublisher publisher;
    private readonly OutboxRelay relay;
    private readonly StockAnnouncer announcer;

    public TelemetryTests()
    {
        outbox = new(journal);
        publisher = new(journal);
        relay = new(publisher, awaited, new() { LingerMilliseconds = 0 }, TimeProvider.System, NullLogger<OutboxRelay>.Instance);
        announcer = new(new StandInNews(journal), time, NullLogger<StockAnnouncer>.Instance);
    }

    [Fact]
    public async Task A_guard_of_the_ledger_measures_its_calls_and_counts_no_buys()
    {
        using var measurements = new Measurements();
        await BuyAsync(NewGuard());
        Assert.Equal([$"db.client.operation.duration 0 {Redis}", "flashflow.ledger.batch_size 1"], measurements.Lines);
    }

    [Fact]
    public async Task A_guard_that_asks_a_grain_measures_that_and_nothing_of_the_ledgers()
    {
        using var measurements = new Measurements();
        await BuyAsync(NewGuard(GuardInstruments.Grains));
        Assert.Equal(["flashflow.grain_call.duration 0"], measurements.Lines);
    }

    [Fact]
    public async Task A_guard_without_instruments_leaves_no_trace()
    {
        using var measurements = new Measurements();
        var started = new List<Activity>();
        using var listener = Listen(started);
        await BuyAsync(NewGuard(GuardInstruments.None));
        Assert.Empty(measurements.Lines);
        Assert.Empty(started);
    }

    [Fact]
    public async Task A_buy_counts_once_however_many_guards_it_goes_through()
    {
        using var measurements = new Measurements();
        var silo = NewGuard();
        var front = NewGuard(GuardInstruments.Grains, new GuardAsLedger(silo));
        await BuyAsync(front);
        Telemetry.CountBuy(OrderOutcome.Accepted); // By who answers the shopper.
        Telemetry.CountBuy(OrderOutcome.UnknownProduct);

        Assert.Equal(["flashflow.buys 1 outcome=Accepted"], measurements.Lines.Where(line => line.StartsWith("flashflow.buys ", StringComparison.Ordinal)));
        Assert.Single(measurements.Lines, line => line.StartsWith("flashflow.ledger.batch_size ", StringComparison.Ordinal));
        Assert.Single(measurements.Lines, line => line.StartsWith("db.client.operation.duration ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_a_silent_ledger_did_not_answer_says_so()
    {
        using var measurements = new Measurements();
        var asked = NewGuard().DecideAsync(Buy(1));
        (await ledger.NextCallAsync()).StaySilent();
        await asked.Within("the buy");
        Assert.Equal(
            [$"db.client.operation.duration 0 {Redis} error.type=FlashFlow.Core.Guarding.LedgerUnavailableException", "flashflow.ledger.batch_size 1"],
            measurements.Lines);
    }

    [Fact]
    public async Task A_message_is_counted_whether_the_broker_confirms_it_or_not()
    {
        using var measurements = new Measurements();
        await relay.PublishAsync([Entry("1")]);
        publisher.Refuse();
        await relay.PublishAsync([Entry("2")]);

        const string Publish = "messaging.system=rabbitmq messaging.operation.name=publish";
        var sent = measurements.Lines.Where(line => line.StartsWith("messaging.client.sent.messages ", StringComparison.Ordinal));
        Assert.Equal(
            [
                $"messaging.client.sent.messages 1 {Publish}",
                $"messaging.client.sent.messages 1 {Publish} error.type=FlashFlow.Core.Outbox.BrokerUnavailableException",
            ],
            sent);
        Assert.Equal(2, measurements.Lines.Count(line => line.StartsWith("messaging.client.operation.duration ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_drain_measures_its_transactions_their_lag_and_its_dead_letters()
    {
        using var measurements = new Measurements();
        var deliveries = Channel.CreateUnbounded<Delivery>();
        var accepted = time.GetUtcNow().ToUnixTimeMilliseconds();
        time.Advance(1_500);
        foreach (var body in new[]
        {
            (Batch(first: 1, count: 2) with { AcceptedAtMilliseconds = accepted }).ToJson(),
            (Batch(first: 3) with { AcceptedAtMilliseconds = accepted + 500 }).ToJson(),
            (Batch(first: 4) with { AcceptedAtMilliseconds = accepted + 9_000 }).ToJson(), // A clock that runs ahead is no negative lag.
            "hello"u8.ToArray(),
        })
            deliveries.Writer.TryWrite(new(body, () => ValueTask.CompletedTask));
        deliveries.Writer.Complete();
        await new OrderDrain(new StandInOrderStore(journal), new(), time, NullLogger<OrderDrain>.Instance)
            .RunAsync(deliveries.Reader, CancellationToken.None).Within("the drain's end");

        Assert.Equal(
            [
                "flashflow.drain.batch_size 4",
                "flashflow.drain.lag 1.5", "flashflow.drain.lag 1", "flashflow.drain.lag 0",
                "flashflow.dead_letters 1",
                "messaging.client.consumed.messages 4 messaging.system=rabbitmq messaging.operation.name=consume",
                "messaging.process.duration 0 messaging.system=rabbitmq messaging.operation.name=process",
            ],
            measurements.Lines);
    }

    [Fact]
    public async Task The_depth_of_an_outbox_is_what_its_last_sweep_left()
    {
        using var measurements = new Measurements();
        outbox.Add(Entry("1", "watch"), Entry("2", "watch"));
        publisher.Refuse();
        var sales = new StandInSaleLedger(journal) { Sales = { ["watch"] = Sale("watch") } };
        var numbers = new StandInSettledNumbers();
        var sweep = new OutboxSweep(
            outbox, sales, relay, new(outbox, numbers, awaited), new(numbers, new StandInBroker(journal), awaited, new(), time),
            new(new StandInStockLedger(), new StandInSaleStore(new()), time), new(), time, NullLogger<OutboxSweep>.Instance);
        using var stop = new CancellationTokenSource();
        var running = sweep.RunAsync(stop.Token);
        await journal.ReadsAsync("count watch");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Within("the sweep's end"));

        measurements.Observe();
        Assert.Contains("flashflow.outbox.depth 2 product=watch", measurements.Lines);
    }

    [Fact]
    public async Task A_batch_goes_on_in_the_trace_of_its_first_traced_buy_and_links_the_others()
    {
        var started = new List<Activity>();
        using var listener = Listen(started);
        var published = new TaskCompletionSource<OutboxEntry>();
        publisher.OnPublish = entries =>
        {
            published.TrySetResult(Assert.Single(entries));
            return Task.CompletedTask;
        };
        var guard = NewGuard();
        var untraced = guard.DecideAsync(Buy(1));
        var traced = new[] { null, UnrecordedTrace, FirstTrace, "not a trace", SecondTrace }
            .Select((trace, i) => guard.DecideAsync(Buy(i + 2) with { TraceParent = trace }).AsTask()).ToArray();
        (await ledger.NextCallAsync()).Answer(OrderOutcome.LimitReached, new(Epoch, 0));
        await untraced.Within("the untraced buy");
        (await ledger.NextCallAsync()).Accept();
        await Task.WhenAll(traced).Within("the traced buys");
        relay.Complete();
        await relay.RunAsync(CancellationToken.None).Within("the relay's end");

        var batch = Assert.Single(started);
        Assert.Equal("ledger buy", batch.OperationName);
        Assert.Equal(FirstTrace, batch.ParentId);
        Assert.Equal(SecondTrace[3..35], Assert.Single(batch.Links).Context.TraceId.ToHexString());
        Assert.Equal(Product, batch.GetTagItem("flashflow.product"));
        Assert.Equal(5, batch.GetTagItem("flashflow.batch_size"));
        Assert.Equal(batch.Id, (await published.Task.Within("the entry")).TraceParent);
    }

    [Fact]
    public async Task A_batch_without_a_traced_buy_is_in_no_trace_also_when_a_traced_call_began_the_loop_that_asks()
    {
        var started = new List<Activity>();
        using var listener = Listen(started);
        var published = new TaskCompletionSource<OutboxEntry>();
        publisher.OnPublish = entries =>
        {
            published.TrySetResult(Assert.Single(entries));
            return Task.CompletedTask;
        };
        var guard = NewGuard();
        ValueTask<OrderResult> first, second;
        using (Telemetry.StartCall("POST /buy", default, [new(Telemetry.HttpMethod, "POST")]))
            first = guard.DecideAsync(Buy(1));
        second = guard.DecideAsync(Buy(2) with { TraceParent = UnrecordedTrace });
        (await ledger.NextCallAsync()).Answer(OrderOutcome.LimitReached, new(Epoch, 0));
        await first.Within("the first buy");
        (await ledger.NextCallAsync()).Accept();
        await second.Within("the second buy");
        relay.Complete();
        await relay.RunAsync(CancellationToken.None).Within("the relay's end");

        Assert.Equal("POST /buy", Assert.Single(started).OperationName);
        Assert.Null((await published.Task.Within("the entry")).TraceParent);
    }

    [Fact]
    public void A_message_goes_on_in_the_trace_of_its_first_traced_entry_and_links_the_others()
    {
        OutboxEntry[] entries = [Entry("1"), Entry("2") with { TraceParent = FirstTrace }, Entry("3") with { TraceParent = SecondTrace }];
        using (Listen([]))
        {
            Assert.Null(Telemetry.StartPublish(entries[..1])); // No traced call is behind it.
            using var publish = Telemetry.StartPublish(entries);
            Assert.NotNull(publish);
            Assert.Equal(FirstTrace, publish.ParentId);
            Assert.Equal(SecondTrace[3..35], Assert.Single(publish.Links).Context.TraceId.ToHexString());
            Assert.Equal(3, publish.GetTagItem("flashflow.entries"));
        }

        Assert.Null(Telemetry.StartPublish(entries)); // Nobody listens any more.
    }

    private StockGuard NewGuard(GuardInstruments? instruments = null, IStockLedger? from = null) => new(
        Product, HighWaterMark.None, from ?? new AnnouncingLedger(ledger, relay, announcer), new(), time, NullLogger.Instance, instruments);

    private async Task BuyAsync(StockGuard guard)
    {
        var buy = guard.DecideAsync(Buy(1));
        (await ledger.NextCallAsync()).Accept();
        Assert.Equal(OrderOutcome.Accepted, (await buy.Within("the buy")).Outcome);
    }

    private sealed class GuardAsLedger(StockGuard guard) : IStockLedger
    {
        public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch) =>
            new([await guard.DecideAsync(batch[0])], guard.Known, IsSoldOut: false);
    }

    private static ActivityListener Listen(List<Activity> started)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = started.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
