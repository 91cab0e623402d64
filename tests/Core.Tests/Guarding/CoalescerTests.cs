using System.Collections.Concurrent;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class CoalescerTests
{
    private readonly Calls<IReadOnlyList<int>, IReadOnlyList<string>> calls = new();

    [Fact]
    public async Task A_lone_request_goes_at_once()
    {
        var reply = Add(New(), 1);
        Assert.Equal(1, calls.Count);

        var call = await calls.NextAsync();
        Assert.Equal([1], call.Request);
        call.Return(["one"]);
        Assert.Equal("one", await reply.Within("the reply"));
    }

    [Fact]
    public async Task Requests_that_come_during_a_call_share_the_next_one_in_their_order()
    {
        var coalescer = New();
        var first = Add(coalescer, 1);
        var others = new[] { Add(coalescer, 2), Add(coalescer, 3), Add(coalescer, 4) };
        Assert.Equal(1, calls.Count);

        (await calls.NextAsync()).Return(["one"]);
        var second = await calls.NextAsync();
        Assert.Equal([2, 3, 4], second.Request);
        second.Return(["two", "three", "four"]);

        Assert.Equal("one", await first.Within("the first reply"));
        Assert.Equal(["two", "three", "four"], await Task.WhenAll(others).Within("the other replies"));
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task After_a_quiet_time_a_request_goes_at_once_again()
    {
        var coalescer = New();
        var first = Add(coalescer, 1);
        (await calls.NextAsync()).Return(["one"]);
        await first.Within("the first reply");

        var second = Add(coalescer, 2);
        (await calls.NextAsync()).Return(["two"]);
        Assert.Equal("two", await second.Within("the second reply"));
    }

    [Fact]
    public async Task A_crowd_is_split_at_the_largest_batch()
    {
        var coalescer = New(maxBatch: 2);
        var replies = Enumerable.Range(1, 6).Select(i => Add(coalescer, i)).ToArray();

        foreach (var expected in new int[][] { [1], [2, 3], [4, 5], [6] })
        {
            var call = await calls.NextAsync();
            Assert.Equal(expected, call.Request);
            call.Return([.. expected.Select(i => $"{i}")]);
        }

        Assert.Equal(["1", "2", "3", "4", "5", "6"], await Task.WhenAll(replies).Within("all replies"));
    }

    [Fact]
    public async Task Past_the_bound_a_request_is_refused_until_others_have_gone()
    {
        var coalescer = New(maxWaiting: 2);
        var first = Add(coalescer, 1);
        var waiting = new[] { Add(coalescer, 2), Add(coalescer, 3) };
        Assert.Null(coalescer.TryAdd(4));

        (await calls.NextAsync()).Return(["one"]);
        var second = await calls.NextAsync();
        Assert.Equal([2, 3], second.Request);
        var fifth = Add(coalescer, 5);

        second.Return(["two", "three"]);
        Assert.Equal("one", await first.Within("the first reply"));
        Assert.Equal(["two", "three"], await Task.WhenAll(waiting).Within("the replies to those that waited"));
        (await calls.NextAsync()).Return(["five"]);
        Assert.Equal("five", await fifth.Within("the reply to the request that came after the refused one"));
    }

    [Fact]
    public async Task Requests_that_came_together_share_calls_with_others_and_are_answered_together()
    {
        var coalescer = New(maxBatch: 3);
        var alone = Add(coalescer, 1);
        var together = coalescer.AddAsync([2, 3, 4, 5]);
        var last = Add(coalescer, 6);

        foreach (var expected in new int[][] { [1], [2, 3, 4], [5, 6] })
        {
            var call = await calls.NextAsync();
            Assert.Equal(expected, call.Request);
            Assert.False(together.IsCompleted, "Some were answered before the last of them.");
            call.Return([.. expected.Select(i => $"{i}")]);
        }

        Assert.Equal(["2", "3", "4", "5"], await together.Within("the replies to those that came together"));
        Assert.Equal(["1", "6"], await Task.WhenAll(alone, last).Within("the replies to the others"));
    }

    [Fact]
    public async Task Of_requests_that_came_together_only_as_many_are_taken_as_may_wait()
    {
        var coalescer = New(maxWaiting: 3);
        var first = Add(coalescer, 1);
        var second = Add(coalescer, 2);

        var together = coalescer.AddAsync([3, 4, 5]);
        Assert.Empty(await coalescer.AddAsync([6, 7]).Within("the refusal"));
        Assert.Null(coalescer.TryAdd(8));

        (await calls.NextAsync()).Return(["1"]);
        var call = await calls.NextAsync();
        Assert.Equal([2, 3, 4], call.Request);
        call.Return(["2", "3", "4"]);
        Assert.Equal(["3", "4"], await together.Within("the replies"));
        Assert.Equal(["1", "2"], await Task.WhenAll(first, second).Within("the other replies"));
    }

    [Fact]
    public async Task Requests_that_came_together_fail_as_soon_as_one_of_their_calls_does()
    {
        var together = New(maxBatch: 1).AddAsync([1, 2]);
        (await calls.NextAsync()).Return(["1"]);
        (await calls.NextAsync()).Throw(new IOException("the wire was cut"));
        await Assert.ThrowsAsync<IOException>(() => together.Within("the failure"));
    }

    [Fact]
    public async Task A_failing_call_fails_its_own_requests_and_the_next_call_goes_on()
    {
        var coalescer = New();
        var first = Add(coalescer, 1);
        var second = Add(coalescer, 2);
        var third = Add(coalescer, 3);

        (await calls.NextAsync()).Return(["one"]);
        var failing = await calls.NextAsync();
        var fourth = Add(coalescer, 4);
        failing.Throw(new IOException("the wire was cut"));
        (await calls.NextAsync()).Return(["four"]);

        Assert.Equal("one", await first.Within("the reply before the failure"));
        Assert.Equal("the wire was cut", (await Assert.ThrowsAsync<IOException>(() => second.Within("the second reply"))).Message);
        Assert.Equal("the wire was cut", (await Assert.ThrowsAsync<IOException>(() => third.Within("the third reply"))).Message);
        Assert.Equal("four", await fourth.Within("the reply after the failure"));
    }

    [Fact]
    public async Task A_call_that_throws_before_it_returns_a_task_fails_its_requests_too()
    {
        var coalescer = new Coalescer<int, string>(_ => throw new IOException("no wire"), maxBatch: 2, maxWaiting: 2);

        await Assert.ThrowsAsync<IOException>(() => Add(coalescer, 1).Within("the first reply"));
        await Assert.ThrowsAsync<IOException>(() => Add(coalescer, 2).Within("the second reply"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_wrong_number_of_replies_answers_nobody(int count)
    {
        var coalescer = New();
        var first = Add(coalescer, 1);
        var pair = new[] { Add(coalescer, 2), Add(coalescer, 3) };
        (await calls.NextAsync()).Return(["one"]);
        (await calls.NextAsync()).Return([.. Enumerable.Repeat("?", count)]);

        Assert.Equal("one", await first.Within("the first reply"));
        foreach (var reply in pair)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => reply.Within("a reply of the pair"));
            Assert.Equal($"A call for 2 requests brought {count} replies.", failure.Message);
        }
    }

    [Fact]
    public async Task Who_takes_long_over_an_answer_holds_up_no_other_call()
    {
        using var isOver = new ManualResetEventSlim();
        var coalescer = New();

        // Away from the test runner's synchronization context, whose threads are few.
        var (slow, second) = await Task.Run(() => (
            Add(coalescer, 1).ContinueWith(_ => isOver.Wait(TimeSpan.FromSeconds(30)), TaskContinuationOptions.ExecuteSynchronously),
            Add(coalescer, 2)));
        (await calls.NextAsync()).Return(["one"]);
        (await calls.NextAsync()).Return(["two"]);
        Assert.Equal("two", await second.Within("the second reply"));

        isOver.Set();
        Assert.True(await slow.Within("the end of the work with the first reply"));
    }

    [Fact]
    public async Task Calls_that_complete_at_once_do_not_pile_up_on_the_stack()
    {
        const int Crowd = 100_000;
        var start = new TaskCompletionSource();
        var coalescer = new Coalescer<int, int>(
            async batch =>
            {
                if (batch[0] == 0)
                    await start.Task;
                return batch;
            },
            maxBatch: 1,
            maxWaiting: Crowd);

        // Away from the test runner's synchronization context, which takes 0.3 ms for a hand-over.
        var replies = await Task.Run(() => Enumerable.Range(0, Crowd).Select(i => coalescer.TryAdd(i)!).ToArray());

        start.SetResult();
        Assert.Equal(Enumerable.Range(0, Crowd), await Task.WhenAll(replies).Within("the replies to a crowd"));
    }

    [Fact]
    public async Task Many_threads_at_once_get_their_own_replies_from_one_call_at_a_time()
    {
        const int Shoppers = 8, Each = 12_500;
        using var everybodyIsHere = new CountdownEvent(Shoppers);
        var firstCallReturns = new TaskCompletionSource();
        int callCount = 0, inFlight = 0, mostInFlight = 0;
        var seen = new ConcurrentQueue<int>();
        var coalescer = new Coalescer<int, int>(
            async batch =>
            {
                mostInFlight = Math.Max(mostInFlight, Interlocked.Increment(ref inFlight));
                if (Interlocked.Increment(ref callCount) == 1)
                    await firstCallReturns.Task;
                else
                    await Task.Yield();
                foreach (var request in batch)
                    seen.Enqueue(request);
                Interlocked.Decrement(ref inFlight);
                return [.. batch.Select(request => -request)];
            },
            maxBatch: 512,
            maxWaiting: Shoppers * Each);

        async Task<int[]> ShopAsync(int shopper)
        {
            var replies = new Task<int>[Each];
            for (var i = 0; i < Each; i++)
            {
                replies[i] = Add(coalescer, (shopper * Each) + i);
                if (i == 0 && everybodyIsHere.Signal())
                    firstCallReturns.SetResult();
            }

            return await Task.WhenAll(replies);
        }

        var all = await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(shopper => Task.Run(() => ShopAsync(shopper))))
            .Within("100,000 replies");

        Assert.Equal(Enumerable.Range(0, Shoppers * Each).Select(request => -request), all.SelectMany(replies => replies));
        Assert.Equal(Shoppers * Each, seen.Count);
        Assert.Equal(1, mostInFlight);
        Assert.InRange(callCount, Shoppers * Each / 512, (Shoppers * Each) - 1);
        foreach (var shopper in seen.GroupBy(request => request / Each))
            Assert.Equal(Enumerable.Range(shopper.Key * Each, Each), shopper);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    public void Bounds_below_1_are_refused(int maxBatch, int maxWaiting) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => New(maxBatch, maxWaiting));

    private Coalescer<int, string> New(int maxBatch = 100, int maxWaiting = 100) => new(calls.ReceiveAsync, maxBatch, maxWaiting);

    private static Task<TReply> Add<TReply>(Coalescer<int, TReply> coalescer, int request)
    {
        var reply = coalescer.TryAdd(request);
        Assert.NotNull(reply);
        return reply;
    }
}
