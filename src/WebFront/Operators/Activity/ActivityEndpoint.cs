using FlashFlow.WebFront.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>Shows operators what this front answers to buys. It asks no server, so it is answered when nothing else is.</summary>
internal static class ActivityEndpoint
{
    public static void MapActivity(this IEndpointRouteBuilder app) => app.MapProductCalls(AccessRole.Viewer).MapGet("/activity", Show)
        .WithSummary("Shows what this front answered to buys of the product in the last ten minutes, and how soon.")
        .WithDescription("Each front tells of itself: what several fronts answered is the sum of theirs. A product of which nobody buys has no steps.")
        .Produces<ActivityView>();

    private static Ok<ActivityView> Show(string productId, BuyActivity activity) => TypedResults.Ok(activity.Find(productId));
}
