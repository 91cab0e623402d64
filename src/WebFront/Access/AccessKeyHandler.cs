using System.Security.Claims;
using System.Text.Encodings.Web;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FlashFlow.WebFront.Access;

/// <summary>Knows viewers, shops and operators by the key shown as <c>Authorization: Bearer</c>.</summary>
internal sealed class AccessKeyHandler(
    KnownKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "key";

    private bool isWrongTooOften;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (standing, owner) = keys.Check(Context);
        isWrongTooOften = standing == KeyStanding.WrongTooOften;
        if (standing == KeyStanding.None)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (owner is not { } caller)
            return Task.FromResult(AuthenticateResult.Fail("A wrong key."));

        var identity = new ClaimsIdentity([new(ClaimTypes.Name, caller.Name), new(ClaimTypes.Role, caller.Role.Name())], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (isWrongTooOften)
            return Problems.TooManyWrongKeys.ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = "Bearer";
        return (Context.GetEndpoint()?.Metadata.GetMetadata<NeededRole>()?.NoKey ?? Problems.NoKey).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Forbidden.ExecuteAsync(Context);
}
