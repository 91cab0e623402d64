namespace FlashFlow.Console.Fronts.Sales;

/// <summary>What an operator did to a sale.</summary>
public sealed record SaleEvent(DateTimeOffset At, string Operator, string What, long Units = 0);
