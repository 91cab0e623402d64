using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>A secret that messages are signed with, as Standard Webhooks 1.0 has it (https://www.standardwebhooks.com): <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
public static class WebhookSecret
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int Bytes = 32;

    /// <summary>Makes one that nobody can guess.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether it is one.</summary>
    public static bool IsOne(string? text)
    {
        if (text is not { Length: <= 128 } || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        Span<byte> bytes = stackalloc byte[96];
        return Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= 24 and <= 64;
    }

    /// <summary>The signatures of a message, one for each secret: the value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="messageId">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body.</param>
    public static string Sign(IEnumerable<string> secrets, string messageId, long timestamp, ReadOnlySpan<byte> body)
    {
        var content = new byte[Encoding.ASCII.GetByteCount($"{messageId}.{timestamp}.") + body.Length];
        var length = Encoding.ASCII.GetBytes($"{messageId}.{timestamp}.", content);
        body.CopyTo(content.AsSpan(length));
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), content))));
    }
}
