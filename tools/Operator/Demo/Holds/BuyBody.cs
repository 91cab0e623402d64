namespace FlashFlow.Operator.Demo.Holds;

/// <summary>The body of a buy.</summary>
internal sealed record BuyBody(string ShopperId, int Quantity);
