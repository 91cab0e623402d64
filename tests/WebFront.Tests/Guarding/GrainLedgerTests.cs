using FlashFlow.WebFront.Guarding;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Grains;
using Orleans.Runtime;

namespace FlashFlow.WebFront.Tests.Guarding;

/// <summary>One call of a front to a grain. The grain is played by the test.</summary>
public sealed class GrainLedgerTests
{
    private const string Product = "phone";

    private static readonly BuyRequest Once = new(OrderIds.New(), "ada", 1);
    private static readonly BuyRequest Keyed = new(OrderIds.New(), "bob", 2, Epoch: 7, MayBeReplay: true);

    private readonly StandInGrain grain = new();
    private readonly GrainLedger ledger;

    public GrainLedgerTests() => ledger = new(new StandInGrainFactory(Product, grain));

    [Fact]
    public async Task A_batch_goes_to_the_grain_with_what_the_front_knows_and_comes_back_with_what_the_grain_knows()
    {
        var answer = new LedgerReply([new(BuyOutcome.Accepted, 7, 41), new(BuyOutcome.SoldOut, 7)], new(7, 41), IsSoldOut: true);
        grain.Answer = () => answer;

        var reply = await ledger.BuyAsync(Product, new(7, 40), [Once, Keyed]);

        var batch = Assert.Single(grain.Batches);
        Assert.Equal(new HighWaterMark(7, 40), batch.Known);
        Assert.Equal([Once, Keyed], batch.Unpack());
        Assert.Equal(answer.Results, reply.Results);
        Assert.Equal((answer.Mark, true, false), (reply.Mark, reply.IsSoldOut, reply.IsSuspended));
    }

    [Fact]
    public async Task G7_a_grain_whose_ledger_is_suspended_is_a_suspended_ledger()
    {
        grain.Answer = () => new([new(BuyOutcome.Suspended, 7)], new(7, 41), IsSoldOut: false);
        Assert.True((await ledger.BuyAsync(Product, new(7, 40), [Once])).IsSuspended);
    }

    [Fact]
    public async Task A_silo_that_refuses_a_call_is_a_ledger_that_does_not_answer()
    {
        grain.Answer = () => throw new OrleansException("The silo is stopping.");
        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.BuyAsync(Product, HighWaterMark.None, [Once]));
        Assert.Contains("The silo is stopping.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_code_is_not_taken_for_a_dying_silo()
    {
        grain.Answer = () => throw new InvalidOperationException("A bug.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.BuyAsync(Product, HighWaterMark.None, [Once]));
    }

    private sealed class StandInGrain : IProductGrain
    {
        public List<BuyBatch> Batches { get; } = [];

        public Func<LedgerReply> Answer { get; set; } = () => throw new NotSupportedException();

        public Task<BuyReplies> BuyAsync(BuyBatch batch)
        {
            Batches.Add(batch);
            return Task.FromResult(BuyReplies.Pack(Answer()));
        }

        public Task ForgetSoldOutAsync() => throw new NotSupportedException();
    }
}
