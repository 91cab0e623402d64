using System.Buffers;
using System.Text;
using FlashFlow.WebFront.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>
/// Knows shoppers by tokens that the shop has signed (JWT, RFC 7519 and RFC 8725). The key says with which algorithm, never the token. Nothing
/// of a token is logged.
/// </summary>
internal sealed class ShopperTokens : IDisposable
{
    /// <summary>Longest token, in bytes. A longer one is refused before anything of it is read.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>How long a token may last.</summary>
    public static readonly TimeSpan MaxLife = TimeSpan.FromMinutes(15);

    // How every token in the compact form begins: with {" in base64url. No access key that the tools make has a dot.
    private const string Beginning = "eyJ";

    // Of base64url without padding, and what stands between the parts.
    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    private const string CriticalHeader = "crit";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = MaxBytes, MapInboundClaims = false };
    private readonly IShopperKeys keys;
    private readonly TimeProvider time;
    private readonly TimeSpan skew;
    private readonly TokenValidationParameters parameters;
    private readonly ITimer cleaning;

    public ShopperTokens(ShopperTokenOptions options, IShopperKeys keys, TimeProvider time)
    {
        (this.keys, this.time, skew) = (keys, time, TimeSpan.FromSeconds(options.SkewSeconds));
        parameters = new()
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            LifetimeValidator = (notBefore, expires, token, _) => IsNow(notBefore, expires, (JsonWebToken)token),
        };
        cleaning = time.CreateTimer(_ => keys.Current?.Memory.DropExpired(time.GetUtcNow()), null, Rest, Rest);
    }

    /// <summary>Whether what is shown means to be a token, and not an access key.</summary>
    public static bool IsMeantBy(string shown) => shown.StartsWith(Beginning, StringComparison.Ordinal) && shown.Contains('.');

    /// <summary>Whose the token is, or why it is refused. One that was found good before is looked up by its hash.</summary>
    public ValueTask<TokenCheck> CheckAsync(string token)
    {
        if (token.Length > MaxBytes)
            return new(Problems.TokenTooLong);
        if (token.AsSpan().ContainsAnyExcept(Characters))
            return new(Problems.UnreadableToken);
        if (keys.Current is not { } known)
            return new(Problems.Unavailable);

        Span<byte> bytes = stackalloc byte[token.Length];
        Encoding.ASCII.GetBytes(token, bytes);
        var hash = TokenHash.Of(bytes);
        return known.Memory.Find(hash, time.GetUtcNow()) is { } shopperId ? new(new TokenCheck(shopperId, null)) : new(VerifyAsync(token, hash, known));
    }

    /// <inheritdoc/>
    public void Dispose() => cleaning.Dispose();

    private async Task<TokenCheck> VerifyAsync(string token, TokenHash hash, ShopperKeySet known)
    {
        JsonWebToken read;
        try
        {
            read = handler.ReadJsonWebToken(token);
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException or FormatException)
        {
            return Problems.UnreadableToken;
        }

        // An extension that must be understood, and is not (RFC 7515, 4.1.11).
        if (read.TryGetHeaderValue<object>(CriticalHeader, out _))
            return Problems.UnreadableToken;

        var rules = parameters.Clone();
        rules.IssuerSigningKeyResolver = (_, _, keyId, _) => known.Find(keyId is { Length: > 0 } ? keyId : null);
        rules.AlgorithmValidator = (algorithm, key, _, _) => known.IsOf(key, algorithm);
        var result = await handler.ValidateTokenAsync(read, rules);
        if (!result.IsValid)
            return Refuse(result.Exception, read, known);
        if (!Identifiers.IsShopperId(read.Subject))
            return Problems.TokenWithoutShopper;

        known.Memory.Keep(hash, read.Subject, new DateTimeOffset(read.ValidTo) + skew);
        return new(read.Subject, null);
    }

    private Problem Refuse(Exception reason, JsonWebToken token, ShopperKeySet known)
    {
        if (token.Kid is { Length: > 0 } keyId && !known.Find(keyId).Any())
            keys.AskAgain();
        return reason switch
        {
            SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => Problems.TokenOutOfTime,
            SecurityTokenInvalidIssuerException or SecurityTokenInvalidAudienceException => Problems.TokenForOthers,
            _ => Problems.TokenNotSigned,
        };
    }

    // How long it lasts is counted from now, too: who signs without saying when might sign for a year.
    private bool IsNow(DateTime? notBefore, DateTime? expires, JsonWebToken token)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var issued = token.IssuedAt;
        return expires is { } end
            && now < end + skew
            && end <= now + MaxLife + skew
            && (notBefore is not { } begin || begin <= now + skew)
            && (issued == DateTime.MinValue || (issued <= now + skew && end <= issued + MaxLife));
    }
}
