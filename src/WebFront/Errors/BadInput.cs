using System.Text.Json;
using FlashFlow.Core.Outbox;
using Microsoft.AspNetCore.Diagnostics;

namespace FlashFlow.WebFront.Errors;

/// <summary>Turns what binding and the adapters throw into problems: bad input is the caller's, an absent service is told with Retry-After.</summary>
internal sealed class BadInput : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        Problem? problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge,
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problems.NotJson,
            BadHttpRequestException { InnerException: JsonException json } => Problems.BadRequest.With(json.Message),
            BadHttpRequestException bad => Problems.BadRequest.With(bad.Message),
            LedgerUnavailableException or SaleStoreUnavailableException or BrokerUnavailableException =>
                Problems.Unavailable.With($"A service does not answer. {exception.Message}"),
            _ => null,
        };
        if (problem is null)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
