using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Operators;

/// <summary>What operators' calls about one product have in common: whose key opens them, and that its id is one.</summary>
internal static class ProductCalls
{
    /// <summary>Calls about a product that a key of this role opens; null: any key.</summary>
    public static RouteGroupBuilder MapProductCalls(this IEndpointRouteBuilder app, AccessRole? role) => Require(app.MapGroup("/products/{productId}"), role)
        .WithTags("Operators")
        .AddEndpointFilter(RequireProductIdAsync)
        .Refuses(Problems.BadRequest, Problems.BadProductId, Problems.Unavailable);

    private static RouteGroupBuilder Require(RouteGroupBuilder calls, AccessRole? role) => role is { } needed ? calls.RequireKey(needed) : calls.RequireAnyKey();

    private static ValueTask<object?> RequireProductIdAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Identifiers.IsProductId((string?)context.HttpContext.GetRouteValue("productId"))
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.BadProductId);
}
