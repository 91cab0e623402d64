using FlashFlow.Core.Reviewing;

namespace FlashFlow.Operator.Dead;

/// <summary>A dead letter as <c>dead list --json</c> prints it: members may be added, never renamed.</summary>
/// <param name="Id">The first digits of the fingerprint.</param>
/// <param name="Fingerprint">SHA-256 of the body.</param>
/// <param name="FirstSeen">When it was put aside for the first time; null when nobody noted it.</param>
/// <param name="Attempts">How often it was put aside.</param>
/// <param name="Copies">1: it is kept once.</param>
/// <param name="Product">The product of its orders; null when it cannot be read.</param>
/// <param name="Orders">Orders in it.</param>
/// <param name="Units">Units in them.</param>
/// <param name="Reason">Why it could not be stored the last time.</param>
/// <param name="LastSeen">When it was put aside the last time.</param>
/// <param name="Transitions">Transitions in it, those by which orders were held or sold aside.</param>
internal sealed record LetterRow(
    string Id,
    string Fingerprint,
    DateTimeOffset? FirstSeen,
    int Attempts,
    int Copies,
    string? Product,
    long Orders,
    long Units,
    string Reason,
    DateTimeOffset LastSeen,
    int Transitions)
{
    public static LetterRow Of(ReviewedLetter letter) => new(
        letter.Letter.Id,
        letter.Letter.Fingerprint,
        letter.Letter.FirstSeen,
        letter.Letter.Attempts,
        Copies: 1,
        letter.ProductId,
        letter.Contents.Orders,
        letter.Contents.Units,
        letter.Letter.Reason,
        letter.LastSeen,
        letter.TransitionCount);
}
