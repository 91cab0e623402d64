namespace FlashFlow.Core.Auditing;

/// <summary>How many transitions of a sale, without those by which orders were held or sold, have come to their end.</summary>
/// <param name="Stored">Stored.</param>
/// <param name="Dead">In dead letters that wait for an operator.</param>
/// <param name="Discarded">In dead letters that operators gave up.</param>
public readonly record struct SettledTransitions(long Stored, long Dead, long Discarded);
