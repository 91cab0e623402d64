namespace FlashFlow.Core.Guarding;

/// <summary>How far a product's ledger is known to have come. A ledger behind its mark has lost data (G7).</summary>
/// <param name="Epoch">The latest sale known.</param>
/// <param name="Seq">The number of the last transition known to have happened in that sale.</param>
public readonly record struct HighWaterMark(long Epoch, long Seq) : IComparable<HighWaterMark>
{
    /// <summary>Nothing is known.</summary>
    public static readonly HighWaterMark None;

    /// <summary>The one that is further.</summary>
    public static HighWaterMark Later(HighWaterMark one, HighWaterMark other) => one > other ? one : other;

    /// <inheritdoc/>
    public int CompareTo(HighWaterMark other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Seq.CompareTo(other.Seq);

    /// <summary>Earlier than.</summary>
    public static bool operator <(HighWaterMark left, HighWaterMark right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(HighWaterMark left, HighWaterMark right) => left.CompareTo(right) > 0;

    /// <summary>Not later than.</summary>
    public static bool operator <=(HighWaterMark left, HighWaterMark right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(HighWaterMark left, HighWaterMark right) => left.CompareTo(right) >= 0;
}
