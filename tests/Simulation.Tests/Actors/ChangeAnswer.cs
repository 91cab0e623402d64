namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>What a shopper was answered about an order that they have.</summary>
/// <param name="Change">What was asked for.</param>
/// <param name="Result">What became of it.</param>
internal sealed record ChangeAnswer(OrderChange Change, OrderResult Result)
{
    /// <summary>Nothing was decided; asking again may help.</summary>
    public bool IsOpen => Result.Outcome is OrderOutcome.Unknown or OrderOutcome.Unavailable or OrderOutcome.Overloaded;

    public override string ToString() => $"{Change.GetType().Name}: {Result.Outcome}, {Result.State?.Status}";
}
