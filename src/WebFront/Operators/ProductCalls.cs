using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Operators;

/// <summary>What operators' calls about one product have in common: whose key opens them, and that its id is one.</summary>
internal static class ProductCalls
{
    /// <summary>Calls about a product that a key of this role opens.</summary>
    public static RouteGroupBuilder MapProductCalls(this IEndpointRouteBuilder app, AccessRole role) => app.MapGroup("/products/{productId}")
        .WithTags("Operators")
        .RequireKey(role)
        .AddEndpointFilter(RequireProductIdAsync)
        .Refuses(Problems.BadRequest, Problems.BadProductId, Problems.Unavailable);

    private static ValueTask<object?> RequireProductIdAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Identifiers.IsProductId((string?)context.HttpContext.GetRouteValue("productId"))
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.BadProductId);
}
