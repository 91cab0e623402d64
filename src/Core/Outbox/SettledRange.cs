namespace FlashFlow.Core.Outbox;

/// <summary>How much of a range of numbers is settled, see <see cref="ISettledNumbers"/>.</summary>
/// <param name="Through">All of the range up to this number is; the number before its first when not even that is.</param>
/// <param name="Dense">All of the sale up to this number is.</param>
/// <param name="Latest">The last number of the sale that is stored, whatever is missing before it; 0 when none is.</param>
public readonly record struct SettledRange(long Through, long Dense, long Latest);
