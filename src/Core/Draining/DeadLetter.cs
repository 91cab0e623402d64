using System.Security.Cryptography;

namespace FlashFlow.Core.Draining;

/// <summary>A message that could not be stored.</summary>
/// <param name="Body">The message as it came, or the one bad order of it.</param>
/// <param name="Reason">Why it could not be stored the last time.</param>
/// <param name="FirstSeen">When it was put aside for the first time, which a replay does not change; null when nobody noted it.</param>
/// <param name="Attempts">How often it was put aside: 1, and one more after every replay in vain.</param>
public sealed record DeadLetter(ReadOnlyMemory<byte> Body, string Reason, DateTimeOffset? FirstSeen, int Attempts = 1)
{
    /// <summary>Hexadecimal digits of an <see cref="Id"/>.</summary>
    public const int IdLength = 8;

    /// <summary>Hexadecimal digits of a <see cref="Fingerprint"/>.</summary>
    public const int FingerprintLength = SHA256.HashSizeInBytes * 2;

    /// <summary>SHA-256 of the body, in lower-case hexadecimal digits: two letters with the same body are one.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Body.Span));

    /// <summary>The first digits of the fingerprint, for people to name it by.</summary>
    public string Id => Fingerprint[..IdLength];
}
