using System.Text.Json;
using FlashFlow.Core.Outbox;
using Microsoft.AspNetCore.Diagnostics;

namespace FlashFlow.WebFront.Errors;

/// <summary>Turns what binding and the adapters throw into problems: bad input is the caller's, an absent service is told with Retry-After.</summary>
internal sealed class BadInput(ILogger<BadInput> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        Problem? problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge,
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problems.NotJson,
            BadHttpRequestException { InnerException: JsonException json } => Problems.BadRequest.With(Describe(json)),
            BadHttpRequestException when httpContext.Request.ContentLength is null or 0 => Problems.BadRequest.With("The call needs a JSON body."),
            BadHttpRequestException => Problems.BadRequest,
            LedgerUnavailableException or SaleStoreUnavailableException or BrokerUnavailableException =>
                Unavailable(exception),
            _ => null,
        };
        if (problem is null)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    // Which server it is, and where, is for the operator to read.
    private Problem Unavailable(Exception failure)
    {
        logger.LogWarning("A call was answered 503: {Reason}", failure.Message);
        return Problems.Unavailable;
    }

    // The exception's own message names the types of the program, which are nobody's business.
    private static string Describe(JsonException failure) => failure.Path is null or "$"
        ? "The body is not a JSON object with the members that this call takes."
        : $"The member {failure.Path} of the body is unknown, is there twice or is not of the type that this call takes.";
}
