using System.Reflection;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FlashFlow.WebFront.Limits;

/// <summary>
/// A header or query parameter that means one thing is sent once. One that comes twice is refused, rather than joined to something that
/// nobody meant; and a call that changes something, or is an operator's, refuses a query parameter that it does not know.
/// </summary>
internal static class SingleParameters
{
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Holds for each call of the group, also for those that come later: their own parameters say what is sent once.</summary>
    public static RouteGroupBuilder RefuseRepeatedParameters(this RouteGroupBuilder calls)
    {
        ((IEndpointConventionBuilder)calls).Finally(Guard);
        return calls;
    }

    private static void Guard(EndpointBuilder endpoint)
    {
        var call = endpoint.RequestDelegate!;
        var parameters = endpoint.Metadata.OfType<IParameterBindingMetadata>().ToList();
        string[] headers = [.. parameters.Select(HeaderOf).OfType<string>().Where(name => !name.Equals(IdempotencyKey, StringComparison.OrdinalIgnoreCase))];
        var inRoute = ((RouteEndpointBuilder)endpoint).RoutePattern.Parameters;
        var query = parameters.Select(parameter => QueryOf(parameter, inRoute)).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isStrict = IsStrict(endpoint.Metadata);

        endpoint.RequestDelegate = context =>
            FindDefect(context.Request, headers, query, isStrict) is { } defect ? defect.ExecuteAsync(context) : call(context);
    }

    private static Problem? FindDefect(HttpRequest request, string[] headers, HashSet<string> query, bool isStrict)
    {
        if (request.Headers[IdempotencyKey].Count > 1)
            return Problems.BadIdempotencyKey.With("It was sent more than once, and a call has one key.");
        foreach (var name in headers)
        {
            if (request.Headers[name].Count > 1)
                return Problems.BadRequest.With($"The header '{name}' was sent more than once.");
        }

        return request.QueryString.HasValue ? FindDefect(request.Query, query, isStrict) : null;
    }

    private static Problem? FindDefect(IQueryCollection sent, HashSet<string> known, bool isStrict)
    {
        foreach (var (name, values) in sent)
        {
            if (!known.TryGetValue(name, out var spelt))
            {
                if (isStrict)
                    return Problems.BadRequest.With($"The call takes no query parameter '{name}'.");
            }
            else if (values.Count > 1)
            {
                return Problems.BadRequest.With($"The query parameter '{spelt}' was sent more than once.");
            }
        }

        return null;
    }

    // A misspelt one must not act on the wrong sale. Shoppers' links get parameters from whoever passes them on.
    private static bool IsStrict(IList<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any()
        || metadata.OfType<IHttpMethodMetadata>().SelectMany(methods => methods.HttpMethods).Any(method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method));

    private static string? HeaderOf(IParameterBindingMetadata parameter) =>
        Attribute<IFromHeaderMetadata>(parameter) is { } header ? header.Name ?? parameter.Name : null;

    private static string? QueryOf(IParameterBindingMetadata parameter, IReadOnlyList<RoutePatternParameterPart> inRoute)
    {
        if (Attribute<IFromQueryMetadata>(parameter) is { } query)
            return query.Name ?? parameter.Name;

        // What ASP.NET takes from the query where nothing else is said.
        var isSimple = parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string);
        return isSimple && Attribute<IFromHeaderMetadata>(parameter) is null && !inRoute.Any(part => part.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))
            ? parameter.Name
            : null;
    }

    private static T? Attribute<T>(IParameterBindingMetadata parameter)
        where T : class => parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<T>().FirstOrDefault();
}
