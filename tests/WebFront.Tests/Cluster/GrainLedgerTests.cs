using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Grains;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;

namespace FlashFlow.WebFront.Tests.Cluster;

/// <summary>What a front does when a grain does not answer. The grain is played by the test.</summary>
public sealed class GrainLedgerTests
{
    private const string Product = "phone";

    private static readonly BuyRequest Once = new(OrderIds.New(), "ada", 1);
    private static readonly BuyRequest Keyed = new(OrderIds.New(), "bob", 2, Epoch: 7, MayBeReplay: true);

    private readonly StandInGrain grain = new();
    private readonly GrainLedger ledger;

    public GrainLedgerTests() => ledger = new(
        new StandInGrainFactory(Product, grain),
        new() { AttemptMilliseconds = 200, DeadlineMilliseconds = 1_000 },
        TimeProvider.System,
        NullLogger<GrainLedger>.Instance);

    [Fact]
    public async Task A_batch_goes_to_the_grain_with_what_the_front_knows_and_comes_back_with_what_the_grain_knows()
    {
        grain.Answer = _ => Replies(isSoldOut: true, new(BuyOutcome.Accepted, 7, 41), new(BuyOutcome.SoldOut, 7));

        var reply = await ledger.BuyAsync(Product, new(7, 40), [Once, Keyed]);

        var batch = Assert.Single(grain.Batches);
        Assert.Equal(new HighWaterMark(7, 40), batch.Known);
        Assert.Equal([Once, Keyed], [batch.BuyAt(0), batch.BuyAt(1)]);
        Assert.Equal([new(BuyOutcome.Accepted, 7, 41), new(BuyOutcome.SoldOut, 7)], reply.Results);
        Assert.Equal((new HighWaterMark(7, 41), true), (reply.Mark, reply.IsSoldOut));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task G4_a_call_without_an_answer_is_made_again_with_the_same_orders_as_possible_replays(bool isSilent)
    {
        grain.Answer = _ => grain.Batches.Count == 1
            ? isSilent ? new TaskCompletionSource<BuyReplies>().Task : throw new OrleansException("The silo is stopping.")
            : Replies(isSoldOut: false, new(BuyOutcome.Replayed, 7, 41), new(BuyOutcome.Replayed, 7, 42));

        var reply = await ledger.BuyAsync(Product, new(7, 40), [Once, Keyed]).Within("the second answer");

        Assert.Equal(2, grain.Batches.Count);
        Assert.Equal([Once with { MayBeReplay = true, Epoch = 7 }, Keyed], [grain.Batches[1].BuyAt(0), grain.Batches[1].BuyAt(1)]);

        // The shopper who asked once hears of a new order, the one with a key of a replay.
        Assert.Equal([new(BuyOutcome.Accepted, 7, 41), new(BuyOutcome.Replayed, 7, 42)], reply.Results);
    }

    [Fact]
    public async Task G4_a_buy_asked_again_in_a_later_sale_is_not_bought_there()
    {
        grain.Answer = _ => grain.Batches.Count == 1
            ? throw new OrleansException("The silo is stopping.")
            : Replies(isSoldOut: false, new(BuyOutcome.StaleEpoch, 8), new(BuyOutcome.StaleEpoch, 8));

        var reply = await ledger.BuyAsync(Product, new(7, 40), [Once, Keyed]);

        Assert.Equal([new(BuyOutcome.Unknown), new(BuyOutcome.StaleEpoch, 8)], reply.Results);
    }

    [Theory]
    [InlineData(BuyOutcome.Unavailable)]
    [InlineData(BuyOutcome.Overloaded)]
    public async Task A_buy_asked_again_and_not_tried_then_may_have_been_accepted_the_first_time(BuyOutcome second)
    {
        grain.Answer = _ => grain.Batches.Count == 1
            ? throw new OrleansException("The silo is stopping.")
            : Replies(isSoldOut: false, new(second), new(BuyOutcome.Replayed, 7, 42));

        var reply = await ledger.BuyAsync(Product, new(7, 40), [Once, Keyed]);

        Assert.Equal([new(BuyOutcome.Unknown), new(BuyOutcome.Replayed, 7, 42)], reply.Results);
    }

    [Fact]
    public async Task Past_the_deadline_nobody_knows()
    {
        grain.Answer = _ => throw new OrleansException("No silo is alive.");

        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.BuyAsync(Product, HighWaterMark.None, [Once]).Within("giving up"));

        Assert.Contains("No silo is alive.", failure.Message, StringComparison.Ordinal);
        Assert.True(grain.Batches.Count > 2, $"It was asked {grain.Batches.Count} times only.");
    }

    [Fact]
    public async Task A_mistake_in_the_code_is_not_taken_for_a_dying_silo()
    {
        grain.Answer = _ => throw new InvalidOperationException("A bug.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.BuyAsync(Product, HighWaterMark.None, [Once]).Within("the bug"));
        Assert.Single(grain.Batches);
    }

    private static Task<BuyReplies> Replies(bool isSoldOut, params BuyResult[] results) =>
        Task.FromResult(BuyReplies.Pack(results, new(7, 41), isSoldOut));

    private sealed class StandInGrain : IProductGrain
    {
        public List<BuyBatch> Batches { get; } = [];

        public Func<BuyBatch, Task<BuyReplies>> Answer { get; set; } = _ => throw new NotSupportedException();

        public async Task<BuyReplies> BuyAsync(BuyBatch batch)
        {
            Batches.Add(batch);
            return await Answer(batch);
        }

        public Task ForgetSoldOutAsync() => throw new NotSupportedException();
    }
}
