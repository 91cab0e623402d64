namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>A shopper who wants one order, and asks until there is an answer.</summary>
internal sealed class Wish(World world, int number, WishKind kind, string shopperId, string productId, int quantity)
{
    private bool hasAsked;
    private bool isUncertain;

    public WishKind Kind => kind;

    public string ShopperId => shopperId;

    public string ProductId => productId;

    public int Quantity => quantity;

    /// <summary>The idempotency key, or the order id.</summary>
    public Guid Name { get; } = world.Chance.NewGuid();

    /// <summary>The sale under which <see cref="Name"/> was first asked for; 0 before.</summary>
    public long NamedUnder { get; private set; }

    /// <summary>All answers heard.</summary>
    public List<Answer> Answers { get; } = [];

    /// <summary>The orders that the shopper was told of, and what they did with them.</summary>
    public List<Purchase> Purchases { get; } = [];

    /// <summary>The last word, from the time after all faults; null for a shopper who did not ask then.</summary>
    public Answer? Last { get; private set; }

    private bool IsContent => Answers.Count > 0 && !Answers[^1].IsOpen;

    /// <summary>A shopper without key who may have bought must not buy again.</summary>
    private bool MayAsk => kind != WishKind.Plain || (!isUncertain && !Answers.Exists(answer => answer.Result.HasOrder));

    public async Task RunAsync()
    {
        await world.Clients.DelayAsync(world.Chance.Below(world.Plan.FaultMilliseconds / 2));
        for (var tries = 0; tries < world.Plan.MaxTries && MayAsk; tries++)
        {
            // Some ask again although they have been answered (G4).
            if (IsContent && !world.Chance.OneIn(3))
                break;
            if (tries > 0)
                await world.Clients.DelayAsync(world.Chance.Below(500));
            await AskAsync();
        }

        await world.Calm;
        world.Unsettled--;
        await world.Settled;
        while (MayAsk && Last is null or { IsOpen: true })
            if ((Last = await AskAsync()) is null or { IsOpen: true })
                await world.Clients.DelayAsync(100);
        if (Last is { Result: { HasOrder: true, State: { Status: OrderStatus.Held } state } } last)
        {
            Purchases.Add(new(world, this, last.OrderId));
            await Purchases[^1].PayAsync(state);
        }
    }

    /// <summary>Binds the order id to a sale, if it is not bound yet: a new sale must not take it for an order of its own.</summary>
    public void NameUnder(long epoch)
    {
        if (NamedUnder == 0)
            NamedUnder = epoch;
    }

    public override string ToString() => $"wish {number} ({kind}, {quantity} {productId} for '{shopperId}')";

    private void Begin(Purchase purchase, OrderState? state)
    {
        Purchases.Add(purchase);
        world.Unsettled++;
        world.Play($"a purchase of {this}", async () =>
        {
            await purchase.RunAsync(state);
            world.Unsettled--;
        });
    }

    private async Task<Answer?> AskAsync()
    {
        var isAgain = hasAsked;
        hasAsked = true;
        var answer = await world.Door.AskAsync(front => front.BuyAsync(this, isAgain));
        world.Trace.Write(world.Now, $"{this}: {(object?)answer ?? "no answer"}");
        if (answer is not null)
            Answers.Add(answer);
        if (answer?.Result.HasOrder == true && !world.Settled.IsCompleted && Purchases.TrueForAll(known => known.OrderId != answer.OrderId))
            Begin(new(world, this, answer.OrderId), answer.Result.State);
        isUncertain |= answer is null or { Result.Outcome: OrderOutcome.Unknown };
        world.Trace.Mix(answer is null ? -1 : ((long)answer.Result.Outcome << 32) ^ answer.Result.Position);
        return answer;
    }
}
