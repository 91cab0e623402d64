namespace FlashFlow.Operator.Demo.Holds;

/// <summary>The body by which the sale is started.</summary>
internal sealed record SaleBody(string Name, int Stock, decimal Price, string Currency, int HoldSeconds);
