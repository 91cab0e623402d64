using System.Security.Claims;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Operators.Rebuilding;

/// <summary>Shows what the ledger of a suspended sale can be made anew of, and has it made.</summary>
internal static class RebuildEndpoints
{
    private static readonly Problem[] Refusals = [Problems.UnknownProduct, Problems.NotSuspended, Problems.RebuildImpossible];

    public static void MapRebuilding(this IEndpointRouteBuilder app)
    {
        app.MapProductCalls(AccessRole.Viewer).MapGet("/rebuild", PlanAsync)
            .WithSummary("Shows what the ledger of a suspended sale would be replaced by.")
            .Produces<RebuildView>()
            .Refuses(Refusals);
        app.MapProductCalls(AccessRole.Operator).MapPost("/rebuild", CarryOutAsync)
            .WithSummary("Replaces the ledger of a suspended sale by what was found of it, and so opens it again; `epoch` is that of the plan.")
            .WithDescription("With `acceptLoss=true` it goes on also when something that happened is found nowhere: the units of those orders are sold again.")
            .Produces<SaleView>()
            .Refuses(Refusals)
            .Refuses(Problems.Superseded, Problems.RebuildIncomplete);
    }

    private static Task<IResult> PlanAsync(string productId, Rebuilds rebuilds, CancellationToken cancellation) => rebuilds.PlanAsync(productId, cancellation);

    private static Task<IResult> CarryOutAsync(
        string productId,
        [FromQuery] long epoch,
        ClaimsPrincipal caller,
        Rebuilds rebuilds,
        CancellationToken cancellation,
        [FromQuery] bool acceptLoss = false) => rebuilds.CarryOutAsync(productId, epoch, acceptLoss, caller.Identity!.Name!, cancellation);
}
