using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FlashFlow.WebFront.Operators;

/// <summary>Knows an operator by the key shown as <c>Authorization: Bearer</c>.</summary>
internal sealed class OperatorKeyHandler(
    FrontOptions front, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "operator";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Two of them would be joined, and the first shows no more than the second does.
        var headers = Request.Headers.Authorization;
        if (headers.Count != 1 || headers[0] is not { } header || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (ExpectedKey() is not { } expected || !IsSame(header[Prefix.Length..], expected))
            return Task.FromResult(AuthenticateResult.Fail("A wrong operator key."));

        var operatorIdentity = new ClaimsIdentity([new(ClaimTypes.Name, "operator")], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new(new(operatorIdentity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.NoOperatorKey.ExecuteAsync(Context);
    }

    // The demo's key is no secret, so it opens nothing to callers from elsewhere.
    private string? ExpectedKey() => front switch
    {
        { OperatorKey: { Length: > 0 } key } => key,
        { DemoMode: true } when IPAddress.IsLoopback(Context.Connection.RemoteIpAddress ?? IPAddress.None) => FrontOptions.DemoOperatorKey,
        _ => null,
    };

    // Hashes have one length, so the comparison takes the same time for every wrong key.
    private static bool IsSame(string shown, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
