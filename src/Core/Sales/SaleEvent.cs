namespace FlashFlow.Core.Sales;

/// <summary>One change of a sale by an operator.</summary>
/// <param name="At">When, by the clock of the process that made it.</param>
/// <param name="Operator">Who.</param>
/// <param name="What"><c>started</c>, <c>defined</c>, <c>restocked</c>, <c>paused</c>, <c>resumed</c>, <c>closed</c> or <c>archived</c>.</param>
/// <param name="Units">Units that came in by it.</param>
public sealed record SaleEvent(DateTimeOffset At, string Operator, string What, int Units = 0);
