using System.ComponentModel.DataAnnotations;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>What a shopper's token must be like. Section <c>FlashFlow:ShopperTokens</c>; read where <see cref="FrontOptions.ShopperTokens"/> is not off.</summary>
public sealed record ShopperTokenOptions
{
    internal const string Section = "FlashFlow:ShopperTokens";
    internal const string ModeSetting = $"FlashFlow:Front:{nameof(FrontOptions.ShopperTokens)}";

    /// <summary>Who signs tokens: what their <c>iss</c> must be.</summary>
    [StringLength(255)]
    public string? Issuer { get; init; }

    /// <summary>Whom tokens are for: what their <c>aud</c> must be, or have among others.</summary>
    [StringLength(255)]
    public string? Audience { get; init; }

    /// <summary>A file with the shop's public keys, as a JWK set (RFC 7517) or in PEM; read again when it changes.</summary>
    public string? KeysFile { get; init; }

    /// <summary>An address of the shop's public keys as a JWK set; with TLS, unless it is on this machine.</summary>
    [CustomValidation(typeof(ShopperTokenOptions), nameof(CheckAddress))]
    public string? KeysAddress { get; init; }

    /// <summary>How often the address is asked, in seconds.</summary>
    [Range(10, 86_400)]
    public int RefreshSeconds { get; init; } = 300;

    /// <summary>How far the shop's clock may be from the front's, in seconds.</summary>
    [Range(0, 300)]
    public int SkewSeconds { get; init; } = 30;

    /// <summary>Where the shopper's page sends who must sign in: the shop's page, which comes back with a token. Empty: the page names none.</summary>
    [RegularExpression("https?://.+", ErrorMessage = "The field SignInPage must be an address that begins with http:// or https://, or be empty.")]
    public string? SignInPage { get; init; }

    /// <summary>Validates the address of the keys: who can change on the way what it answers could sign tokens.</summary>
    public static ValidationResult? CheckAddress(string? text, ValidationContext context) =>
        text is null or "" || (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            ? ValidationResult.Success
            : new($"The field {context.MemberName} must be an address that begins with https://, or with http:// on this machine, or be empty.", [context.MemberName!]);

    /// <summary>What is missing for tokens to be looked at.</summary>
    /// <param name="front">Says whether they are.</param>
    /// <exception cref="InvalidOperationException">Something is; the message is a sentence that names the setting.</exception>
    internal void Need(FrontOptions front)
    {
        var mode = front.ShopperTokens.ToString().ToLowerInvariant();
        Need(nameof(Issuer), Issuer, mode);
        Need(nameof(Audience), Audience, mode);
        if (KeysFile is not { Length: > 0 })
            Need(nameof(KeysAddress), KeysAddress, mode, $", or {Section}:{nameof(KeysFile)}");
        else if (KeysAddress is { Length: > 0 })
            throw new InvalidOperationException($"{Section}:{nameof(KeysAddress)}: with {Section}:{nameof(KeysFile)} beside it nobody knows which keys hold. Set one.");
        if (front.DemoMode)
            throw new InvalidOperationException($"{ModeSetting}: in demo mode anybody buys, so it must be off.");
    }

    private static void Need(string member, string? value, string mode, string alternative = "")
    {
        if (value is not { Length: > 0 })
            throw new InvalidOperationException($"{Section}:{member}{alternative} must be set where {ModeSetting} is {mode}.");
    }
}
