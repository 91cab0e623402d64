namespace FlashFlow.Console.Fronts.Sales;

/// <summary>Orders and the units in them.</summary>
public sealed record Tally(long Orders = 0, long Units = 0);
