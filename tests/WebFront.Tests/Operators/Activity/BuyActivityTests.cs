using FlashFlow.Core.Buying;
using FlashFlow.WebFront.Operators.Activity;

namespace FlashFlow.WebFront.Tests.Operators.Activity;

/// <summary>How buys are counted for operators to see.</summary>
public sealed class BuyActivityTests
{
    private const string Product = "phone";

    private readonly SteppedClock clock = new();
    private readonly BuyActivity activity;

    public BuyActivityTests() => activity = new(clock);

    [Theory]
    [InlineData(OrderOutcome.Accepted, 1, 0, 0, 0)]
    [InlineData(OrderOutcome.Replayed, 1, 0, 0, 0)]
    [InlineData(OrderOutcome.SoldOut, 0, 1, 0, 0)]
    [InlineData(OrderOutcome.NotOpen, 0, 0, 1, 0)]
    [InlineData(OrderOutcome.Paused, 0, 0, 1, 0)]
    [InlineData(OrderOutcome.Closed, 0, 0, 1, 0)]
    [InlineData(OrderOutcome.LimitReached, 0, 0, 1, 0)]
    [InlineData(OrderOutcome.KeyReused, 0, 0, 1, 0)]
    [InlineData(OrderOutcome.Suspended, 0, 0, 0, 1)]
    [InlineData(OrderOutcome.Unknown, 0, 0, 0, 1)]
    [InlineData(OrderOutcome.Overloaded, 0, 0, 0, 1)]
    [InlineData(OrderOutcome.StaleEpoch, 0, 0, 0, 1)]
    public void A_buy_counts_as_what_it_was_answered(OrderOutcome outcome, int accepted, int soldOut, int refused, int failed)
    {
        Count(outcome);

        var step = Assert.Single(activity.Find(Product).Steps);
        Assert.Equal((accepted, soldOut, refused, failed), (step.Accepted, step.SoldOut, step.Refused, step.Failed));
    }

    [Fact]
    public void What_nobody_sells_is_not_counted_and_a_name_that_nobody_has_vouched_for_neither()
    {
        Count(OrderOutcome.UnknownProduct);
        Count(OrderOutcome.Unavailable);
        Assert.Empty(activity.Find(Product).Steps);

        Count(OrderOutcome.Accepted);
        Count(OrderOutcome.Unavailable);
        Assert.Equal(1, Assert.Single(activity.Find(Product).Steps).Failed);
    }

    [Fact]
    public void Steps_begin_at_whole_multiples_and_those_without_buys_are_left_out()
    {
        Count(OrderOutcome.Accepted);
        clock.Advance(TimeSpan.FromSeconds(1.999)); // It begins at an even second.
        Count(OrderOutcome.Accepted);
        clock.Advance(TimeSpan.FromSeconds(6.001));
        Count(OrderOutcome.SoldOut);

        var shown = activity.Find(Product);
        Assert.Equal((Product, 2, clock.GetUtcNow()), (shown.ProductId, shown.StepSeconds, shown.AsOf));
        Assert.Equal([(clock.Start, 2, 0), (clock.Start.AddSeconds(8), 0, 1)], shown.Steps.Select(step => (step.At, step.Accepted, step.SoldOut)));
    }

    [Fact]
    public void After_ten_minutes_a_step_is_forgotten_and_the_next_one_in_its_place_begins_with_nothing()
    {
        Count(OrderOutcome.Accepted);
        clock.Advance(TimeSpan.FromSeconds(598));
        Assert.Single(activity.Find(Product).Steps);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(activity.Find(Product).Steps);
        Count(OrderOutcome.SoldOut);
        var step = Assert.Single(activity.Find(Product).Steps);
        Assert.Equal((0, 1), (step.Accepted, step.SoldOut));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(3)]
    [InlineData(47)]
    [InlineData(2_500)]
    public void Half_and_nearly_all_are_told_to_within_a_fifth(double milliseconds)
    {
        for (var i = 0; i < 90; i++)
            Count(OrderOutcome.Accepted, milliseconds);
        for (var i = 0; i < 10; i++)
            Count(OrderOutcome.Accepted, milliseconds * 3);

        var step = Assert.Single(activity.Find(Product).Steps);
        Assert.InRange(step.P50Ms, milliseconds, milliseconds * 1.25);
        Assert.InRange(step.P99Ms, milliseconds * 3, milliseconds * 3 * 1.25);
    }

    [Fact]
    public void What_takes_no_time_and_what_takes_for_ever_are_counted_too()
    {
        Count(OrderOutcome.Accepted, milliseconds: 0);
        Assert.InRange(activity.Find(Product).Steps[0].P99Ms, 0, 0.2);
        Count(OrderOutcome.Accepted, milliseconds: 1_000_000);
        Assert.InRange(activity.Find(Product).Steps[0].P99Ms, 8_000, 11_000);
    }

    [Fact]
    public void Of_more_products_than_are_kept_one_is_counted_once_another_has_been_quiet_for_long_enough()
    {
        for (var i = 0; i < BuyActivity.MaxProducts; i++)
            Count(OrderOutcome.Accepted, product: $"p{i}");
        Count(OrderOutcome.Accepted);
        Assert.Empty(activity.Find(Product).Steps);
        Assert.Single(activity.Find("p0").Steps);

        clock.Advance(TimeSpan.FromMinutes(10));
        Count(OrderOutcome.Accepted);
        Assert.Single(activity.Find(Product).Steps);
        Assert.Empty(activity.Find("p0").Steps);
    }

    [Fact]
    public void Of_buys_by_many_threads_none_is_lost()
    {
        const int Buys = 20_000;
        Parallel.For(0, Buys, new() { MaxDegreeOfParallelism = 8 }, i =>
            activity.Count(Product, i % 2 == 0 ? OrderOutcome.Accepted : OrderOutcome.SoldOut, clock.GetTimestamp()));

        var step = Assert.Single(activity.Find(Product).Steps);
        Assert.Equal((Buys / 2, Buys / 2), (step.Accepted, step.SoldOut));
    }

    [Fact]
    public void Counting_takes_no_memory()
    {
        Count(OrderOutcome.Accepted);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            activity.Count(Product, OrderOutcome.Accepted, started: 0);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void Count(OrderOutcome outcome, double milliseconds = 1, string product = Product) =>
        activity.Count(product, outcome, clock.GetTimestamp() - (long)(milliseconds * clock.TimestampFrequency / 1_000));

    /// <summary>A clock that stands at an even second until it is moved.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private TimeSpan since;

        public DateTimeOffset Start { get; } = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => TimeSpan.TicksPerDay + since.Ticks;

        public override DateTimeOffset GetUtcNow() => Start + since;

        public void Advance(TimeSpan by) => since += by;
    }
}
