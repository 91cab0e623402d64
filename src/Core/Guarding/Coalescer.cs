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
    private readonly Queue<IWaiter> waiters = new();
    private int waiting;
    private int takenOfFirst;
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
        var waiter = new One(request);
        return TryEnqueue(waiter) ? waiter.Task : null;
    }

    /// <summary>Adds requests that came together to the next calls, in their order, as many as may wait.</summary>
    /// <returns>The replies to those that were added, the first ones; it fails as soon as a call that they shared fails.</returns>
    public Task<TReply[]> AddAsync(IReadOnlyList<TRequest> requests)
    {
        var waiter = new Several(requests);
        return TryEnqueue(waiter) ? waiter.Task : Task.FromResult<TReply[]>([]);
    }

    private bool TryEnqueue(IWaiter waiter)
    {
        lock (gate)
        {
            waiter.ShortenTo(maxWaiting - waiting);
            if (waiter.Count == 0)
                return false;
            waiters.Enqueue(waiter);
            waiting += waiter.Count;
            if (inFlight)
                return true;
            inFlight = true;
        }

        _ = CallUntilNoneWaitAsync();
        return true;
    }

    private async Task CallUntilNoneWaitAsync()
    {
        while (TakeBatch() is (var requests, var parts))
        {
            try
            {
                var replies = await call(requests);
                if (replies.Count != requests.Length)
                    throw new InvalidOperationException($"A call for {requests.Length} requests brought {replies.Count} replies.");
                Answer(parts, replies);
            }
            catch (Exception failure)
            {
                foreach (var part in parts)
                    part.Waiter.Fail(failure);
            }
        }
    }

    // A work item per shopper would wake the thread pool as often as there are shoppers; one for all would leave the other cores idle.
    private static void Answer(List<Part> parts, IReadOnlyList<TReply> replies)
    {
        for (var first = 0; first < parts.Count; first += AnsweredInARow)
            _ = AnswerAsync(parts, replies, first, Math.Min(first + AnsweredInARow, parts.Count));
    }

    private static async Task AnswerAsync(List<Part> parts, IReadOnlyList<TReply> replies, int first, int end)
    {
        await Task.Yield();
        for (var i = first; i < end; i++)
            parts[i].Waiter.Answer(parts[i], replies);
    }

    private (TRequest[] Requests, List<Part> Parts)? TakeBatch()
    {
        lock (gate)
        {
            if (waiting == 0)
            {
                inFlight = false;
                return null;
            }

            var requests = new TRequest[Math.Min(waiting, maxBatch)];
            var parts = new List<Part>(Math.Min(waiters.Count, requests.Length));
            for (var taken = 0; taken < requests.Length; taken += parts[^1].Count)
                parts.Add(TakePart(requests, taken));
            waiting -= requests.Length;
            return (requests, parts);
        }
    }

    // Requests that came together may be answered by several calls.
    private Part TakePart(TRequest[] requests, int at)
    {
        var waiter = waiters.Peek();
        var part = new Part(waiter, takenOfFirst, at, Math.Min(waiter.Count - takenOfFirst, requests.Length - at));
        waiter.CopyTo(requests, part);
        takenOfFirst += part.Count;
        if (takenOfFirst == waiter.Count)
        {
            waiters.Dequeue();
            takenOfFirst = 0;
        }

        return part;
    }

    /// <param name="Waiter">Whose requests they are.</param>
    /// <param name="First">The first of its requests.</param>
    /// <param name="At">Where it stands in the batch.</param>
    /// <param name="Count">How many stand there.</param>
    private readonly record struct Part(IWaiter Waiter, int First, int At, int Count);

    private interface IWaiter
    {
        int Count { get; }

        void ShortenTo(int room);

        void CopyTo(TRequest[] batch, Part part);

        void Answer(Part part, IReadOnlyList<TReply> replies);

        void Fail(Exception failure);
    }

    private sealed class One(TRequest request) : TaskCompletionSource<TReply>, IWaiter
    {
        public int Count { get; private set; } = 1;

        public void ShortenTo(int room) => Count = Math.Min(1, room);

        public void CopyTo(TRequest[] batch, Part part) => batch[part.At] = request;

        public void Answer(Part part, IReadOnlyList<TReply> replies) => SetResult(replies[part.At]);

        public void Fail(Exception failure) => TrySetException(failure);
    }

    private sealed class Several(IReadOnlyList<TRequest> requests) : TaskCompletionSource<TReply[]>, IWaiter
    {
        private TReply[] answers = new TReply[requests.Count];
        private int answered;

        public int Count => answers.Length;

        public void ShortenTo(int room)
        {
            if (room < answers.Length)
                answers = new TReply[room];
        }

        public void CopyTo(TRequest[] batch, Part part)
        {
            for (var i = 0; i < part.Count; i++)
                batch[part.At + i] = requests[part.First + i];
        }

        public void Answer(Part part, IReadOnlyList<TReply> replies)
        {
            for (var i = 0; i < part.Count; i++)
                answers[part.First + i] = replies[part.At + i];
            if (Interlocked.Add(ref answered, part.Count) == answers.Length)
                TrySetResult(answers);
        }

        public void Fail(Exception failure) => TrySetException(failure);
    }
}
