using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using FlashFlow.Infrastructure.Hosting;
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

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (AccessKey.FromBearer(Request) is not { } shown)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (ExpectedKey() is not { } expected || !AccessKey.IsSame(shown, expected))
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
}
