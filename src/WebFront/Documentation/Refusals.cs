using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Documentation;

/// <summary>Which errors a call answers; what the OpenAPI document tells of them.</summary>
internal sealed record Refusals(IReadOnlyList<Problem> Problems);

/// <summary>Says of calls which errors they answer.</summary>
internal static class RefusalExtensions
{
    /// <summary>The call answers these errors, beside those of its group.</summary>
    public static TCall Refuses<TCall>(this TCall call, params Problem[] problems)
        where TCall : IEndpointConventionBuilder => call.WithMetadata(new Refusals(problems));

    /// <summary>What a call with a body answers when the body is not as it must be.</summary>
    public static TCall TakesBody<TCall>(this TCall call)
        where TCall : IEndpointConventionBuilder =>
        call.Refuses(Problems.BadRequest, Problems.BodyTooSlow, Problems.BodyTooLarge, Problems.NotJson);

    /// <summary>Each status with which a call of the group refuses is one of its answers, once.</summary>
    public static RouteGroupBuilder DescribeRefusals(this RouteGroupBuilder calls)
    {
        ((IEndpointConventionBuilder)calls).Finally(endpoint =>
        {
            foreach (var status in endpoint.Metadata.OfType<Refusals>().SelectMany(refusals => refusals.Problems).Select(problem => problem.Status).Distinct().Order().ToList())
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
        });
        return calls;
    }
}
