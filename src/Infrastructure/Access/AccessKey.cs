using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FlashFlow.Infrastructure.Access;

/// <summary>The key that opens operators' calls, as a caller shows it.</summary>
public static class AccessKey
{
    private const string Bearer = "Bearer ";

    /// <summary>The key shown as <c>Authorization: Bearer</c>; null when none is.</summary>
    public static string? FromBearer(HttpRequest request) =>
        Single(request.Headers.Authorization) is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : null;

    /// <summary>The key shown as the password of <c>Authorization: Basic</c>, which a browser asks for, whatever the user's name; null when none is.</summary>
    public static string? FromBasic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(Single(request.Headers.Authorization), out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { } encoded)
            return null;
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }

    /// <summary>Whether a key is the right one. Hashes have one length, so it takes the same time for every wrong key.</summary>
    public static bool IsSame(string shown, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    // Two of them would be joined, and the first shows no more than the second does.
    private static string? Single(StringValues headers) => headers.Count == 1 ? headers[0] : null;
}
