namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>A stored order.</summary>
internal sealed record OrderRow(string ProductId, Guid OrderId, long Epoch, long Position, string ShopperId, int Quantity);
