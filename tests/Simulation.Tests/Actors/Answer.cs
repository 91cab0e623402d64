namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>What a shopper was answered.</summary>
/// <param name="OrderId">The order that was asked for.</param>
/// <param name="Result">What became of it.</param>
/// <param name="HeldBefore">Where the ledger held this order already when the guard was asked; 0 when it did not.</param>
/// <param name="By">The front.</param>
internal sealed record Answer(Guid OrderId, OrderResult Result, long HeldBefore, string By)
{
    /// <summary>Nothing was decided; asking again may help.</summary>
    public bool IsOpen => Result.Outcome is OrderOutcome.Unknown or OrderOutcome.Unavailable or OrderOutcome.Overloaded or OrderOutcome.Paused;

    /// <inheritdoc/>
    public override string ToString() => Result.HasOrder
        ? $"{Result.Outcome} at {Result.Position} of sale {Result.Epoch} (order {OrderId}) by {By}"
        : $"{Result.Outcome} (order {OrderId}) by {By}";
}
