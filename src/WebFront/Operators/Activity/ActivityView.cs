namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>What one front answered to buys of a product in the last ten minutes.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="AsOf">When it was so, by the front's clock.</param>
/// <param name="StepSeconds">How long a step is.</param>
/// <param name="Steps">The steps in which somebody bought, the oldest first; the last may not be over.</param>
public sealed record ActivityView(string ProductId, DateTimeOffset AsOf, int StepSeconds, IReadOnlyList<ActivityStepView> Steps);

/// <summary>The buys of one step.</summary>
/// <param name="At">When it began.</param>
/// <param name="Accepted">Answered with an order, retries among them.</param>
/// <param name="SoldOut">Answered that nothing is left.</param>
/// <param name="Refused">Answered that the sale is not open, paused or closed, that the limit is reached, or that the key was used for something else.</param>
/// <param name="Failed">Answered 503.</param>
/// <param name="P50Ms">Half of them took this long at most, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 took this long at most.</param>
public sealed record ActivityStepView(DateTimeOffset At, int Accepted, int SoldOut, int Refused, int Failed, double P50Ms, double P99Ms);
