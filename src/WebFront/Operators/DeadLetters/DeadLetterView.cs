using System.Text;
using System.Text.Json.Serialization;
using FlashFlow.Core.Reviewing;

namespace FlashFlow.WebFront.Operators.DeadLetters;

/// <summary>A dead letter. Members may be added, never renamed.</summary>
/// <param name="Id">The first digits of the fingerprint: other calls name it so.</param>
/// <param name="Fingerprint">SHA-256 of the body; names it as well.</param>
/// <param name="Reason">Why it could not be stored the last time.</param>
/// <param name="FirstSeen">When it was put aside for the first time; null when nobody noted it.</param>
/// <param name="LastSeen">When it was put aside the last time.</param>
/// <param name="Attempts">How often it was put aside.</param>
/// <param name="IsReadable">Whether anybody can say what it holds.</param>
/// <param name="Orders">Orders in it.</param>
/// <param name="Units">Units in them.</param>
/// <param name="Transitions">Transitions in it, those by which orders were held or sold aside.</param>
/// <param name="Products">The products that it is about.</param>
public sealed record DeadLetterView(
    string Id,
    string Fingerprint,
    string Reason,
    DateTimeOffset? FirstSeen,
    DateTimeOffset LastSeen,
    int Attempts,
    bool IsReadable,
    long Orders,
    long Units,
    int Transitions,
    IReadOnlyList<string> Products)
{
    /// <summary>The body as text; left out of lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>What operators see of a letter.</summary>
    public static DeadLetterView Of(ReviewedLetter letter) => new(
        letter.Letter.Id,
        letter.Letter.Fingerprint,
        letter.Letter.Reason,
        letter.Letter.FirstSeen,
        letter.LastSeen,
        letter.Letter.Attempts,
        letter.IsReadable,
        letter.Contents.Orders,
        letter.Contents.Units,
        letter.TransitionCount,
        [.. letter.ProductIds]);

    /// <summary>The same with its body.</summary>
    public static DeadLetterView WithText(ReviewedLetter letter) => Of(letter) with { Text = Encoding.UTF8.GetString(letter.Letter.Body.Span) };
}
