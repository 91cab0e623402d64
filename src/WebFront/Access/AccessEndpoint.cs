using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FlashFlow.WebFront.Access;

/// <summary>Tells whoever shows a key whose it is: what pages and programs sign in by.</summary>
internal static class AccessEndpoint
{
    public static void MapAccess(this IEndpointRouteBuilder app) => app.MapGet("/access", Show)
        .WithTags("Access")
        .WithSummary("Tells whose key the call was made with, and its role.")
        .Produces<AccessView>()
        .RequireAnyKey();

    private static Ok<AccessView> Show(ClaimsPrincipal caller) =>
        TypedResults.Ok(new AccessView(caller.Identity!.Name!, caller.FindFirstValue(ClaimTypes.Role)!));
}
