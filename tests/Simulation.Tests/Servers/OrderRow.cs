namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>An order as it was accepted.</summary>
internal sealed record OrderRow(string ProductId, Guid OrderId, long Epoch, long Position, string ShopperId, int Quantity, bool IsHeld = false);
