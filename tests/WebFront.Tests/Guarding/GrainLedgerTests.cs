using FlashFlow.WebFront.Guarding;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Grains;
using Orleans.Runtime;

namespace FlashFlow.WebFront.Tests.Guarding;

/// <summary>One call of a front to a grain. The grain is played by the test.</summary>
public sealed class GrainLedgerTests : IDisposable
{
    private const string Product = "phone";

    private static readonly OrderOperation Once = new(OrderIds.New(TimeProvider.System), "ada", 1);
    private static readonly OrderOperation Keyed = new(OrderIds.New(TimeProvider.System), "bob", 2, Epoch: 7, MayBeReplay: true);

    private readonly StandInGrain grain = new();
    private readonly StallWatch stalls = new StallWatch(TimeProvider.System).Begin();
    private readonly GrainLedger ledger;

    public GrainLedgerTests() => ledger = new(new StandInGrainFactory(Product, grain), stalls);

    public void Dispose() => stalls.Dispose();

    [Fact]
    public async Task A_batch_goes_to_the_grain_with_what_the_front_knows_and_comes_back_with_what_the_grain_knows()
    {
        var answer = new LedgerReply([new(OrderOutcome.Accepted, 7, 41), new(OrderOutcome.SoldOut, 7)], new(7, 41), IsSoldOut: true, Now: 5_000);
        grain.Answer = () => answer;

        OrderOperation[] buys = [Once with { Deadline = new(6_000, 4_000) }, Keyed with { Deadline = new(6_000, 4_000) }];
        var reply = await ledger.DecideAsync(Product, new(7, 40), buys);

        var batch = Assert.Single(grain.Batches);
        Assert.Equal(new HighWaterMark(7, 40), batch.Known);
        Assert.Equal(buys, batch.Unpack());
        Assert.Equal(answer.Results, reply.Results);
        Assert.Equal((answer.Mark, true, false, 5_000), (reply.Mark, reply.IsSoldOut, reply.IsSuspended, reply.Now));
    }

    [Fact]
    public async Task G7_a_grain_whose_ledger_is_suspended_is_a_suspended_ledger()
    {
        grain.Answer = () => new([new(OrderOutcome.Suspended, 7)], new(7, 41), IsSoldOut: false);
        Assert.True((await ledger.DecideAsync(Product, new(7, 40), [Once])).IsSuspended);
    }

    [Fact]
    public async Task A_silo_that_refuses_a_call_is_a_ledger_that_does_not_answer()
    {
        grain.Answer = () => throw new OrleansException("The silo is stopping.");
        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.DecideAsync(Product, HighWaterMark.None, [Once]));
        Assert.Contains("The silo is stopping.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_code_is_not_taken_for_a_dying_silo()
    {
        grain.Answer = () => throw new InvalidOperationException("A bug.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.DecideAsync(Product, HighWaterMark.None, [Once]));
    }

    private sealed class StandInGrain : IProductGrain
    {
        public List<OperationBatch> Batches { get; } = [];

        public Func<LedgerReply> Answer { get; set; } = () => throw new NotSupportedException();

        public Task<OperationReplies> DecideAsync(OperationBatch batch)
        {
            Batches.Add(batch);
            return Task.FromResult(OperationReplies.Pack(Answer()));
        }

        public Task ForgetSoldOutAsync() => throw new NotSupportedException();
    }
}
