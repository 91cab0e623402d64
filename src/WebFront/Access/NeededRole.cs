using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Access;

/// <summary>Whose calls these are; null: of everybody who has a key.</summary>
public sealed record NeededRole(AccessRole? Role)
{
    /// <summary>What is answered without a key, or with one that nobody has.</summary>
    public Problem NoKey => Role switch
    {
        null => Problems.NoKey,
        AccessRole.Shop => Problems.NoShopKey,
        AccessRole.Viewer => Problems.NoViewerKey,
        _ => Problems.NoOperatorKey,
    };
}

/// <summary>Says of calls whose key opens them.</summary>
internal static class NeededRoleExtensions
{
    /// <summary>Without a key that opens calls of this role the call is refused before anything of it is read.</summary>
    public static TCall RequireKey<TCall>(this TCall call, AccessRole role)
        where TCall : IEndpointConventionBuilder => Require(call, new(role)).Refuses(Problems.Forbidden);

    /// <summary>Without any key the call is refused.</summary>
    public static TCall RequireAnyKey<TCall>(this TCall call)
        where TCall : IEndpointConventionBuilder => Require(call, new(null));

    private static TCall Require<TCall>(TCall call, NeededRole needed)
        where TCall : IEndpointConventionBuilder
    {
        string[] roles = [.. AccessRoles.ThatOpen(needed.Role).Select(AccessRoles.Name)];
        call.RequireAuthorization(policy => policy.AddAuthenticationSchemes(AccessKeyHandler.SchemeName).RequireRole(roles));
        return call.WithMetadata(needed).Refuses(needed.NoKey, Problems.TooManyWrongKeys);
    }
}
