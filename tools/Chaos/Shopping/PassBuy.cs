namespace FlashFlow.Chaos.Shopping;

/// <summary>A buy where there is a line.</summary>
/// <param name="Buy">What was asked; under a key, so that it is known in the end.</param>
/// <param name="Of">Whose pass it was made with; null: with none.</param>
/// <param name="BeganAt">When it was asked first.</param>
/// <param name="Reply">The answer.</param>
/// <param name="KnownAt">When it came.</param>
internal sealed record PassBuy(ClientBuy Buy, Stay? Of, DateTimeOffset BeganAt, Reply Reply, DateTimeOffset KnownAt)
{
    /// <summary>The pass was the buyer's own.</summary>
    public bool IsOwn => Of is { Pass: not null } && Of.ShopperId == Buy.ShopperId;
}
