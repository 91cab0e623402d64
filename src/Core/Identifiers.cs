using System.Buffers;

namespace FlashFlow.Core;

/// <summary>The alphabets of the names that come from outside. What passes here may stand in a Redis key, a message or a log.</summary>
public static class Identifiers
{
    /// <summary>Longest product id and shopper id, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Longest idempotency key, in characters.</summary>
    public const int MaxKeyLength = 255;

    private static readonly SearchValues<char> ProductAlphabet =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> ShopperAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:@+");

    /// <summary>1 to 64 of <c>a-z 0-9 . _ -</c>, the first a letter or digit (so that no path is made of dots).</summary>
    public static bool IsProductId(ReadOnlySpan<char> text) =>
        text.Length is >= 1 and <= MaxLength && char.IsAsciiLetterOrDigit(text[0]) && !text.ContainsAnyExcept(ProductAlphabet);

    /// <summary>1 to 64 of <c>A-Z a-z 0-9 . _ - : @ +</c>.</summary>
    public static bool IsShopperId(ReadOnlySpan<char> text) =>
        text.Length is >= 1 and <= MaxLength && !text.ContainsAnyExcept(ShopperAlphabet);

    /// <summary>1 to 255 visible ASCII characters.</summary>
    public static bool IsIdempotencyKey(ReadOnlySpan<char> text) =>
        text.Length is >= 1 and <= MaxKeyLength && !text.ContainsAnyExceptInRange('!', '~');
}
