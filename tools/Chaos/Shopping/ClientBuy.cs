namespace FlashFlow.Chaos.Shopping;

/// <summary>One buy as its client knows it. Its requests are made one after the other, so nothing here needs a lock.</summary>
/// <param name="productId">The product.</param>
/// <param name="shopperId">Who buys.</param>
/// <param name="key">The idempotency key; null: it is asked once.</param>
/// <param name="quantity">Units wanted.</param>
internal sealed class ClientBuy(string productId, string shopperId, string? key, int quantity)
{
    public string ProductId => productId;

    public string ShopperId => shopperId;

    public string? Key => key;

    public int Quantity => quantity;

    /// <summary>What shows that the shopper was let in; null: nothing.</summary>
    public string? Pass { get; init; }

    /// <summary>The order that the client was told of first.</summary>
    public Guid? OrderId { get; private set; }

    /// <summary>Some request of it may have been carried out without the client hearing of it.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>The client knows: it has an order or a refusal.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>How often the client was told again of the order it has.</summary>
    public int Replays { get; private set; }

    /// <summary>The first answer that must not be, after those before it (G4); null when there was none.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Takes one answer.</summary>
    public void Take(Reply reply)
    {
        HasUnknown |= reply.IsUnknown || reply.IsUnexpected;
        if (OrderId is { } known)
            TakeAgain(known, reply);
        else if (reply.HasOrder)
            OrderId = reply.OrderId;
        IsKnown |= reply.HasOrder || reply.IsRefusal;
    }

    private void TakeAgain(Guid known, Reply reply)
    {
        if (reply is { Status: 200 } && reply.OrderId == known)
            Replays++;
        else if (reply.HasOrder || reply.IsRefusal)
            Contradiction ??= $"{shopperId} had order {known} of {productId} and was then answered {reply}";
    }
}
