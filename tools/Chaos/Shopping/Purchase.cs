namespace FlashFlow.Chaos.Shopping;

/// <summary>What a shop knows of one hold: the payment of which it asks until the answer is final, and what else was asked. One request at a time.</summary>
/// <param name="productId">The product.</param>
/// <param name="orderId">The order that is held.</param>
/// <param name="units">Units of it.</param>
internal sealed class Purchase(string productId, Guid orderId, int units)
{
    private Reply? answer;
    private string? asking;

    public string ProductId => productId;

    public Guid OrderId => orderId;

    public int Units => units;

    /// <summary>The payment.</summary>
    public string PaymentRef { get; } = $"payment-{orderId}";

    /// <summary>The shop was told that the payment has its units.</summary>
    public bool IsConfirmed => answer is { Status: 200 };

    /// <summary>The shop was told that the payment has none, for good.</summary>
    public bool IsRefused => answer is { Status: 410 };

    /// <summary>The shop was told that the hold is given up.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Units that the shop was told are cancelled.</summary>
    public int Cancelled { get; private set; }

    /// <summary>Something was asked, and the shop never heard what became of it.</summary>
    public bool IsInTheDark => asking is not null;

    /// <summary>The first answer that must not be, after those before it (G4, G9); null when there was none.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Takes an answer to the payment: the first final one is the answer for ever.</summary>
    public void TakeConfirm(Reply reply)
    {
        if (!IsHeard("confirm", reply))
            return;
        if (reply.Status is not (200 or 410))
            Contradict("its payment", reply);
        else if (IsReleased && reply.Status == 200)
            Contradict("its payment, after it was released", reply);
        else if (answer is { } first && (first.Status, first.Code) != (reply.Status, reply.Code))
            Contradict($"its payment, which had been answered {first},", reply);
        answer ??= reply;
    }

    /// <summary>Takes an answer to another payment for the order, which comes after the answer to the first.</summary>
    public void TakeOther(Reply reply)
    {
        if (!IsHeard("confirm by another payment", reply))
            return;
        var isRight = IsConfirmed ? reply is { Status: 409, Code: "payment_mismatch" } : reply.Status == 410;
        if (!isRight)
            Contradict($"another payment, after the first was answered {answer},", reply);
    }

    /// <summary>Takes an answer to a release; a hold that has expired is answered like one that was released.</summary>
    public void TakeRelease(Reply reply)
    {
        if (!IsHeard("release", reply))
            return;
        if (reply is not { Status: 200, State: "released" or "expired" })
            Contradict("a release", reply);
        IsReleased |= reply is { Status: 200, State: "released" };
    }

    /// <summary>Takes an answer to an extension before the payment.</summary>
    public void TakeExtend(Reply reply)
    {
        if (IsHeard("extend", reply) && reply is not ({ Status: 200 } or { Code: "hold_limit_reached" or "hold_expired" }))
            Contradict("an extension", reply);
    }

    /// <summary>Takes an answer to the one cancel that is asked for, after it was confirmed.</summary>
    public void TakeCancel(Reply reply, int count)
    {
        if (!IsHeard("cancel", reply))
            return;
        if (reply.Status == 200)
            Cancelled = count;
        else
            Contradict("a cancel", reply);
    }

    private bool IsHeard(string what, Reply reply)
    {
        asking = reply.IsFinal ? null : what;
        return reply.IsFinal;
    }

    private void Contradict(string what, Reply reply) => Contradiction ??= $"order {orderId} of {productId}: {what} was answered {reply}";
}
