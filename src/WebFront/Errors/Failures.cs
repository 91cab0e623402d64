using System.Text.Json;
using FlashFlow.Core.Outbox;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace FlashFlow.WebFront.Errors;

/// <summary>Turns what is thrown into problems: bad input is the caller's, an absent service is told with Retry-After, and a fault of ours is a 500.</summary>
internal sealed class Failures(ILogger<Failures> logger, TimeProvider time) : IExceptionHandler
{
    private static readonly TimeSpan LogsEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? loggedAt;
    private int unlogged;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => Describe(bad, httpContext),
            InvalidOperationException when HasUnknownCharset(httpContext.Request) => Problems.NotJson,
            LedgerUnavailableException or SaleStoreUnavailableException or BrokerUnavailableException => Unavailable(exception),
            _ => Fault(exception, httpContext),
        };
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Problem Describe(BadHttpRequestException bad, HttpContext context) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problems.NotJson,
        { InnerException: TimeWithoutZoneException json } =>
            Problems.BadTime.With($"The member {json.Path} must be a time with its zone, such as 2030-01-01T10:00:00Z."),
        { InnerException: JsonException json } => Problems.BadRequest.With(Describe(json)),
        _ when TakesBody(context) && context.Request.ContentLength is null or 0 => Problems.BadRequest.With("The call needs a JSON body."),
        _ => Problems.BadRequest,
    };

    private static bool TakesBody(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;

    private static bool HasUnknownCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type is { Charset.HasValue: true, Encoding: null };

    // ASP.NET takes what is answered here for dealt with, and does not log it. The route says which call it was, without what was sent.
    private Problem Fault(Exception failure, HttpContext context)
    {
        logger.LogError(failure, "A fault in {Call}", context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName);
        return Problems.InternalError;
    }

    // Which server it is, and where, is for the operator to read: once for all calls of a second, since a whole crowd's may fail.
    private Problem Unavailable(Exception failure)
    {
        int others;
        lock (gate)
        {
            if (loggedAt is { } at && time.GetElapsedTime(at) < LogsEvery)
            {
                unlogged++;
                return Problems.Unavailable;
            }

            (others, unlogged, loggedAt) = (unlogged, 0, time.GetTimestamp());
        }

        logger.LogWarning("A call was answered 503: {Reason} (since the last such line {Others} others were)", failure.Message, others);
        return Problems.Unavailable;
    }

    // The exception's own message names the types of the program, which are nobody's business.
    private static string Describe(JsonException failure) => failure.Path is null or "$"
        ? "The body is not a JSON object with the members that this call takes."
        : $"The member {failure.Path} of the body is unknown, is there twice or is not of the type that this call takes.";
}
