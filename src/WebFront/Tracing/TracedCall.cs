using FlashFlow.WebFront.Access;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FlashFlow.WebFront.Tracing;

/// <summary>Marks a call that is measured and may be traced, with what is said of it (https://opentelemetry.io/docs/specs/semconv/http/http-spans/).</summary>
public sealed class TracedCall
{
    private TracedCall(string method, RoutePattern route, bool isOperators)
    {
        Name = $"{method} {route.RawText}";
        IsOperators = isOperators;
        (Method, Route) = (new(Telemetry.HttpMethod, method), new("http.route", route.RawText));
    }

    /// <summary>Method and route.</summary>
    public string Name { get; }

    /// <summary>Whether it needs an operator's key.</summary>
    public bool IsOperators { get; }

    /// <summary>The method as an attribute.</summary>
    public KeyValuePair<string, object?> Method { get; }

    /// <summary>The route as an attribute.</summary>
    public KeyValuePair<string, object?> Route { get; }

    /// <summary>Marks a call once all else is known of it.</summary>
    public static void Mark(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder call && call.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: [var method, ..] })
            call.Metadata.Add(new TracedCall(method, call.RoutePattern, call.Metadata.OfType<NeededRole>().Any(needed => needed.Role == AccessRole.Operator)));
    }
}
