using System.Globalization;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>A place in the feed of all sales: after this transition. As a text <c>r12.345</c>, which means nothing to whoever keeps it.</summary>
/// <param name="Range">The range in which the transition is told.</param>
/// <param name="Seq">Its number in its sale.</param>
public readonly record struct FeedCursor(long Range, int Seq)
{
    private const char First = 'r';
    private const char Between = '.';

    /// <summary>Longest text.</summary>
    public const int MaxLength = 32;

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static FeedCursor? Find(string? text)
    {
        if (text is not { Length: <= MaxLength } || !text.StartsWith(First) || text.IndexOf(Between) is not (> 1 and var between))
            return null;
        return long.TryParse(text.AsSpan(1, between - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var range)
            && int.TryParse(text.AsSpan(between + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
                ? new(range, seq)
                : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}{Range}{Between}{Seq}");
}
