namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>
/// What a shopper does with an order: pays for it, in time or late, once or twice, or lets it lapse, or gives it up, or holds it longer first;
/// and some cancel what they have paid for. Who has begun to pay asks until the answer is final.
/// </summary>
internal sealed class Purchase(World world, Wish wish, Guid orderId)
{
    private readonly List<ChangeAnswer> answers = [];

    public Wish Wish => wish;

    public Guid OrderId => orderId;

    /// <summary>All answers heard.</summary>
    public IReadOnlyList<ChangeAnswer> Answers => answers;

    /// <summary>The payment of which it asks until the answer is final; null for a shopper who never pays.</summary>
    public string? PaymentRef { get; private set; }

    /// <summary>Units that the shopper asked to be cancelled.</summary>
    public int Cancels { get; private set; }

    /// <summary>The shop was told that the units are paid for.</summary>
    public bool IsPaid => answers.Exists(answer => answer.Change is OrderChange.Confirm && answer.Result.IsChanged);

    /// <summary>The shop was told that it is too late, for good.</summary>
    public bool IsRefused => answers.Exists(answer =>
        answer.Change is OrderChange.Confirm && answer.Result.Outcome is OrderOutcome.HoldExpired or OrderOutcome.HoldReleased);

    public async Task RunAsync(OrderState? state)
    {
        var chance = world.Chance;
        if (state?.Status == OrderStatus.Held)
        {
            await world.Clients.DelayAsync(chance.Below(chance.OneIn(2) ? 300 : (int)(1.3 * world.Plan.HoldSeconds * 1_000)));
            if (chance.OneIn(4))
                await AskAsync(new OrderChange.Extend());
            if (chance.OneIn(5))
                await AskAsync(new OrderChange.Release());
            if (chance.OneIn(4))
                return;
            await PayAsync(state);
        }

        if (!world.Plan.HasCancels || !chance.OneIn(3) || (state is not null && !IsPaid))
            return;
        Cancels = wish.Quantity > 1 && chance.OneIn(2) ? 1 : wish.Quantity;
        var cancel = new OrderChange.Cancel(Cancels == wish.Quantity && chance.OneIn(2) ? null : Cancels, $"cancel-{orderId}", chance.OneIn(2) ? 0 : 0.5);
        await InsistAsync(cancel);
        if (chance.OneIn(2))
            await InsistAsync(cancel);
    }

    /// <summary>Pays at once, as whoever buys last.</summary>
    public Task PayAsync(OrderState state)
    {
        PaymentRef = $"payment-{orderId}";
        return PayWithAsync(new(PaymentRef, state.Amount, state.Currency));
    }

    public override string ToString() => $"order {orderId} of {wish}: {string.Join(", ", answers)}";

    private async Task PayWithAsync(OrderChange.Confirm payment)
    {
        await InsistAsync(payment);
        if (world.Chance.OneIn(4))
            await InsistAsync(payment);
        if (world.Chance.OneIn(6))
            await InsistAsync(payment with { PaymentRef = $"another-{orderId}" });
    }

    private async Task InsistAsync(OrderChange change)
    {
        while (await AskAsync(change) is null or { IsOpen: true })
            await world.Clients.DelayAsync(100);
    }

    private async Task<ChangeAnswer?> AskAsync(OrderChange change)
    {
        var answer = await world.Door.AskAsync(async front => new ChangeAnswer(change, await front.ChangeAsync(wish.ProductId, orderId, change)));
        world.Trace.Write(world.Now, $"{wish}: {(object?)answer ?? $"no answer to {change.GetType().Name}"}");
        if (answer is not null)
            answers.Add(answer);
        world.Trace.Mix(answer is null ? -2 : (long)answer.Result.Outcome);
        return answer;
    }
}
