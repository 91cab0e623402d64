namespace FlashFlow.Core.Guarding;

/// <summary>
/// Lets requests that come while a call is in flight share the next call: a lone request goes at once, a crowd shares a round trip.
/// </summary>
/// <typeparam name="TRequest">One request.</typeparam>
/// <typeparam name="TReply">The reply to one request.</typeparam>
public sealed class Coalescer<TRequest, TReply>
{
    private const int AnsweredInARow = 32;

    private readonly Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TReply>>> call;
    private readonly int maxBatch;
    private readonly int maxWaiting;
    private readonly Lock gate = new();
    private readonly Queue<Waiter> waiting = new();
    private bool inFlight;

    /// <param name="call">Answers a batch: as many replies as requests, in their order.</param>
    /// <param name="maxBatch">Most requests per call, at least 1.</param>
    /// <param name="maxWaiting">Most requests that wait for a call, at least 1; those in flight do not count.</param>
    public Coalescer(Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TReply>>> call, int maxBatch, int maxWaiting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaiting, 1);
        this.call = call;
        this.maxBatch = maxBatch;
        this.maxWaiting = maxWaiting;
    }

    /// <summary>Adds a request to the next call.</summary>
    /// <returns>Its reply, which fails as the call it shared fails; null when too many wait already.</returns>
    public Task<TReply>? TryAdd(TRequest request)
    {
        var waiter = new Waiter(request);
        lock (gate)
        {
            if (waiting.Count >= maxWaiting)
                return null;
            waiting.Enqueue(waiter);
            if (inFlight)
                return waiter.Task;
            inFlight = true;
        }

        _ = CallUntilNoneWaitAsync();
        return waiter.Task;
    }

    private async Task CallUntilNoneWaitAsync()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                var replies = await call(Array.ConvertAll(batch, waiter => waiter.Request));
                if (replies.Count != batch.Length)
                    throw new InvalidOperationException($"A call for {batch.Length} requests brought {replies.Count} replies.");
                Answer(batch, replies);
            }
            catch (Exception failure)
            {
                foreach (var waiter in batch)
                    waiter.TrySetException(failure);
            }
        }
    }

    // A work item per shopper would wake the thread pool as often as there are shoppers; one for all would leave the other cores idle.
    private static void Answer(Waiter[] batch, IReadOnlyList<TReply> replies)
    {
        for (var first = 0; first < batch.Length; first += AnsweredInARow)
            _ = AnswerAsync(batch, replies, first, Math.Min(first + AnsweredInARow, batch.Length));
    }

    private static async Task AnswerAsync(Waiter[] batch, IReadOnlyList<TReply> replies, int first, int end)
    {
        await Task.Yield();
        for (var i = first; i < end; i++)
            batch[i].SetResult(replies[i]);
    }

    private Waiter[]? TakeBatch()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                inFlight = false;
                return null;
            }

            var batch = new Waiter[Math.Min(waiting.Count, maxBatch)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = waiting.Dequeue();
            return batch;
        }
    }

    private sealed class Waiter(TRequest request) : TaskCompletionSource<TReply>
    {
        public TRequest Request { get; } = request;
    }
}
