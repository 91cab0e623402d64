namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>An outbox entry and when it was laid there.</summary>
internal sealed record LedgerEntry(string Id, long At, ReadOnlyMemory<byte> Body);
