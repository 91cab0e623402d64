using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Drain.Webhooks;

/// <summary>Sends messages by the rules of Standard Webhooks 1.0 (https://www.standardwebhooks.com).</summary>
internal sealed class WebhookSender(WebhookOptions options, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new GuardedConnections(options.AllowPrivateAddresses).CreateHandler(options.SalesAtOnce))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a lane's message once.</summary>
    public async Task<WebhookAnswer> SendAsync(WebhookLane lane, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, lane.Url) { Content = new ByteArrayContent(lane.Message!.Body) };
        request.Content.Headers.ContentType = new("application/json");
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", lane.Message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSecret.Sign(lane.Secrets, lane.Message.Id, timestamp, lane.Message.Body));
        request.Headers.UserAgent.Add(new("FlashFlow", null));

        using var patience = new CancellationTokenSource(options.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            // What else it says is not read: the status says all.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            return answer.StatusCode switch
            {
                _ when answer.IsSuccessStatusCode => new WebhookAnswer(Failure: null),
                HttpStatusCode.Gone => new("it answered 410", IsGone: true),
                var status => new($"it answered {(int)status}", RetryAfter: Wait(answer.Headers.RetryAfter)),
            };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new($"no answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or AddressRefusedException)
        {
            return new(Describe(failure));
        }
    }

    public void Dispose() => http.Dispose();

    private TimeSpan? Wait(RetryConditionHeaderValue? asked) => asked switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    // Where an endpoint is, is for operators to know; what is at that address is not told in more words than these.
    private static string Describe(Exception failure) => failure switch
    {
        { InnerException: AddressRefusedException refused } => refused.Message,
        AddressRefusedException refused => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS connection to it",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection to it",
        _ => "the connection to it broke",
    };
}
