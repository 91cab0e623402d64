using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Access;

/// <summary>Whose key opens a call at least; an operator's opens all.</summary>
public sealed record NeededRole(AccessRole Role);

/// <summary>Says of calls whose key opens them.</summary>
internal static class NeededRoleExtensions
{
    /// <summary>Without a key of this role, or an operator's, the call is refused before anything of it is read.</summary>
    public static TCall RequireKey<TCall>(this TCall call, AccessRole role)
        where TCall : IEndpointConventionBuilder
    {
        string[] roles = [.. Enum.GetValues<AccessRole>().Where(other => other >= role).Select(other => other.ToString())];
        call.RequireAuthorization(policy => policy.AddAuthenticationSchemes(AccessKeyHandler.SchemeName).RequireRole(roles));
        return call.WithMetadata(new NeededRole(role))
            .Refuses(role == AccessRole.Shop ? [Problems.NoKey] : [Problems.NoOperatorKey, Problems.Forbidden]);
    }
}
