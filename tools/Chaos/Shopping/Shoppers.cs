using System.Collections.Concurrent;
using System.Diagnostics;

namespace FlashFlow.Chaos.Shopping;

/// <summary>The crowd: some hundred buys a second at all fronts, with and without keys; whoever has a key asks until they know.</summary>
internal sealed class Shoppers(FrontClient client, ReplyJournal journal, Payers payers, IReadOnlyList<ChaosProduct> products, int seed)
{
    private const int AtOnce = 40;
    private const double BuysPerSecond = 300;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(AtOnce / BuysPerSecond);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Task> paying = [];
    private int named;

    /// <summary>Buys until <paramref name="close"/>; whoever has a key or pays by then goes on until they know, or until it is cancelled.</summary>
    public async Task BuyAsync(CancellationToken close, CancellationToken cancellation)
    {
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(number => BuyAsync(new Random(seed + number), close, cancellation)));
        await Task.WhenAll(paying);
    }

    /// <summary>Goes on, everybody with a key, until a product is sold out: demand outlasts the stock (G2).</summary>
    /// <param name="product">The product.</param>
    /// <param name="whenPaused">A pause that came late has to be undone.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task BuyOutAsync(ChaosProduct product, Func<Task> whenPaused, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BuyUntilSoldOutAsync(product, whenPaused, cancellation)));

    /// <summary>Those who have an order by a key ask once more, and must hear of the same order (G4).</summary>
    public Task AskAgainAsync(IEnumerable<ClientBuy> buys, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            buys.Where(buy => buy is { Key: not null, OrderId: not null }),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (buy, token) => await AskUntilKnownAsync(buy, hangUpAfter: null, token));

    /// <summary>Makes a buy under its key, and asks until the answer is final.</summary>
    public Task<Reply> BuyUntilKnownAsync(ClientBuy buy, TimeSpan? hangUpAfter, CancellationToken cancellation)
    {
        journal.Begin(buy);
        return AskUntilKnownAsync(buy, hangUpAfter, cancellation);
    }

    private async Task BuyAsync(Random random, CancellationToken close, CancellationToken cancellation)
    {
        // Not all in the same moment.
        await Task.Delay(Pace * random.NextDouble(), cancellation);
        while (!close.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            await BuyOnceAsync(random, cancellation);
            var rest = Pace - Stopwatch.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, cancellation);
        }
    }

    private async Task BuyOnceAsync(Random random, CancellationToken cancellation)
    {
        var product = products[random.Next(products.Count)];
        var key = random.Next(5) < 3 ? $"key-{Interlocked.Increment(ref named)}" : null;
        var buy = new ClientBuy(product.ProductId, $"s{random.Next(product.Shoppers)}", key, 1 + random.Next(product.MostUnits));
        journal.Begin(buy);

        // Some go away before they are answered, and some ask again though they were.
        var hangUpAfter = HangUp(random);
        if (key is null)
        {
            var reply = await client.BuyAsync(buy, hangUpAfter);
            journal.Note(buy, reply);
            Hold(buy, reply, random, cancellation);
            return;
        }

        Hold(buy, await AskUntilKnownAsync(buy, hangUpAfter, cancellation), random, cancellation);
        if (buy.OrderId is not null && random.Next(5) == 0)
            await AskUntilKnownAsync(buy, hangUpAfter: null, cancellation);
    }

    /// <summary>Now and then, a moment after which a client goes away without its answer.</summary>
    public static TimeSpan? HangUp(Random random) => random.Next(20) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 15)) : null;

    // Whoever buys next does not wait for those who pay.
    private void Hold(ClientBuy buy, Reply reply, Random random, CancellationToken cancellation)
    {
        if (reply is { HasOrder: true, State: not "confirmed" })
            paying.Enqueue(payers.DecideAsync(buy, new Random(random.Next()), cancellation));
    }

    /// <returns>The answer that it ended with.</returns>
    private async Task<Reply> AskUntilKnownAsync(ClientBuy buy, TimeSpan? hangUpAfter, CancellationToken cancellation)
    {
        while (true)
        {
            var reply = await client.BuyAsync(buy, hangUpAfter);
            journal.Note(buy, reply);
            if (reply.IsFinal)
                return reply;
            hangUpAfter = null;
            await Task.Delay(BeforeRetry, cancellation);
        }
    }

    /// <returns>False when units came back meanwhile that were held, or had been cancelled: nobody cancels any more.</returns>
    private async Task<bool> IsForGoodAsync(ChaosProduct product, CancellationToken cancellation)
    {
        if (product.Hold == TimeSpan.Zero)
            return true;
        await Task.Delay(product.ReturnAfter, cancellation);
        if (await client.FindHeldAsync(product.ProductId) != 0)
            return false;
        var (last, reply) = await BuyLateAsync(product, quantity: 1, cancellation);
        if (reply.State == "held")
            await payers.PayAsync(last, cancellation);
        return reply.Code == "sold_out";
    }

    private async Task<(ClientBuy Buy, Reply Reply)> BuyLateAsync(ChaosProduct product, int quantity, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref named);
        var buy = new ClientBuy(product.ProductId, $"late{number}", $"key-{number}", quantity);
        return (buy, await BuyUntilKnownAsync(buy, hangUpAfter: null, cancellation));
    }

    private async Task BuyUntilSoldOutAsync(ChaosProduct product, Func<Task> whenPaused, CancellationToken cancellation)
    {
        for (var quantity = product.Limit > 0 ? product.MostUnits : 10; quantity > 0;)
        {
            var (buy, reply) = await BuyLateAsync(product, quantity, cancellation);
            if (reply.Code == "sold_out")
                quantity = quantity > 1 || await IsForGoodAsync(product, cancellation) ? quantity - 1 : 1;
            else if (reply.Code == "paused")
                await whenPaused();
            else if (reply.State == "held")
                await payers.PayAsync(buy, cancellation);
            else if (!reply.HasOrder)
                throw new ToolFailedException($"A buy of {product.ProductId} was answered {reply}, with everything up.");
        }
    }
}
