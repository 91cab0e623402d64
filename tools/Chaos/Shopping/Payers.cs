namespace FlashFlow.Chaos.Shopping;

/// <summary>Those who hold units: two thirds pay, some of them late, twice or with another payment; some give up, some go away, and a few cancel.</summary>
internal sealed class Payers(FrontClient client, ReplyJournal journal, IReadOnlyList<ChaosProduct> products)
{
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, TimeSpan> holds = products.ToDictionary(product => product.ProductId, product => product.Hold);

    /// <summary>Does with a hold what its shopper likes to.</summary>
    public async Task DecideAsync(ClientBuy buy, Random random, CancellationToken cancellation)
    {
        var purchase = Begin(buy);
        var hold = holds[buy.ProductId];
        var isLate = random.Next(4) == 0;
        await Task.Delay(isLate ? hold * (0.8 + (0.8 * random.NextDouble())) : hold * 0.2 * random.NextDouble(), cancellation);
        var choice = random.Next(12);
        if (choice < 8)
            await PayAsync(purchase, random, cancellation);
        else if (choice < 10)
            await GiveUpAsync(purchase, random, cancellation);
    }

    /// <summary>Pays at once.</summary>
    public Task PayAsync(ClientBuy buy, CancellationToken cancellation) => ConfirmAsync(Begin(buy), hangUpAfter: null, cancellation);

    /// <summary>Who has an answer to a payment asks once more, and must hear the same (G9). A cancelled order has another.</summary>
    public Task AskAgainAsync(IEnumerable<Purchase> purchases, CancellationToken cancellation) => Parallel.ForEachAsync(
        purchases.Where(purchase => (purchase.IsConfirmed || purchase.IsRefused) && purchase.Cancelled == 0),
        new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = cancellation },
        async (purchase, token) => await ConfirmAsync(purchase, hangUpAfter: null, token));

    private Purchase Begin(ClientBuy buy)
    {
        var purchase = new Purchase(buy.ProductId, buy.OrderId!.Value, buy.Quantity);
        journal.Begin(purchase);
        return purchase;
    }

    private async Task PayAsync(Purchase purchase, Random random, CancellationToken cancellation)
    {
        if (random.Next(6) == 0)
            await InsistAsync(purchase, ChangeRequest.Extend, purchase.TakeExtend, hangUpAfter: null, cancellation);
        await ConfirmAsync(purchase, random.Next(10) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 15)) : null, cancellation);
        if (random.Next(4) == 0)
            await ConfirmAsync(purchase, hangUpAfter: null, cancellation);
        if (random.Next(6) == 0)
            await InsistAsync(purchase, ChangeRequest.Confirm($"another-{purchase.OrderId}", purchase.Units), purchase.TakeOther, hangUpAfter: null, cancellation);
        if (purchase.IsConfirmed && random.Next(8) == 0)
            await CancelAsync(purchase, random, cancellation);
    }

    private async Task GiveUpAsync(Purchase purchase, Random random, CancellationToken cancellation)
    {
        await InsistAsync(purchase, ChangeRequest.Release, purchase.TakeRelease, hangUpAfter: null, cancellation);
        if (random.Next(3) == 0)
            await ConfirmAsync(purchase, hangUpAfter: null, cancellation);
    }

    private async Task CancelAsync(Purchase purchase, Random random, CancellationToken cancellation)
    {
        var count = 1 + random.Next(purchase.Units);
        var cancel = ChangeRequest.Cancel(count, $"cancel-{purchase.OrderId}");
        await InsistAsync(purchase, cancel, reply => purchase.TakeCancel(reply, count), hangUpAfter: null, cancellation);
        if (random.Next(2) == 0)
            await InsistAsync(purchase, cancel, reply => purchase.TakeCancel(reply, count), hangUpAfter: null, cancellation);
    }

    private Task ConfirmAsync(Purchase purchase, TimeSpan? hangUpAfter, CancellationToken cancellation) =>
        InsistAsync(purchase, ChangeRequest.Confirm(purchase.PaymentRef, purchase.Units), purchase.TakeConfirm, hangUpAfter, cancellation);

    private async Task InsistAsync(Purchase purchase, ChangeRequest change, Action<Reply> take, TimeSpan? hangUpAfter, CancellationToken cancellation)
    {
        while (true)
        {
            var reply = await client.ChangeAsync(purchase.ProductId, purchase.OrderId, change, hangUpAfter);
            journal.Note(reply);
            take(reply);
            if (reply.IsFinal)
                return;
            hangUpAfter = null;
            await Task.Delay(BeforeRetry, cancellation);
        }
    }
}
