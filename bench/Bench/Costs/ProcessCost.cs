namespace FlashFlow.Bench.Costs;

/// <summary>What a process and its children have spent since they began, and the memory that they hold now.</summary>
/// <param name="Processor">Processor time, user and system.</param>
/// <param name="BytesWritten">Bytes that they caused to be sent to storage; null where that may not be read.</param>
/// <param name="ResidentBytes">Bytes in RAM; what they share counts once.</param>
/// <param name="AllocatedBytes">Managed memory allocated; null for what is not .NET.</param>
internal sealed record ProcessCost(TimeSpan Processor, long? BytesWritten, long ResidentBytes, long? AllocatedBytes);
