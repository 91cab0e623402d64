namespace FlashFlow.Tools.Bench.Results;

/// <summary>Emptying a full queue into PostgreSQL.</summary>
/// <param name="Orders">Orders in the queue.</param>
/// <param name="RowsPerSecond">Of each run: rows by the time from the first transaction's commit to the last's.</param>
/// <param name="BytesPerOrder">Size of the orders table with its indexes, per row.</param>
public sealed record DrainResult(int Orders, IReadOnlyList<double> RowsPerSecond, double BytesPerOrder);
