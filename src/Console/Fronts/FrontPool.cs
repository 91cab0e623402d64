using System.Net.Http.Headers;

namespace FlashFlow.Console.Fronts;

/// <summary>
/// The fronts. A call goes to the one that answered last, and to the next where that one cannot be reached: as long as no connection came
/// about, nothing was done, so that it may be done elsewhere.
/// </summary>
public sealed class FrontPool(HttpClient http, ConsoleOptions options)
{
    private readonly Uri[] fronts = [.. options.FindFronts()];
    private volatile int preferred;

    /// <summary>How many there are.</summary>
    public int Count => fronts.Length;

    /// <summary>Calls the first front that can be reached.</summary>
    /// <param name="describe">Makes the request; once for each front that is tried.</param>
    /// <param name="key">The key shown; null shows none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FrontException">None can be reached, or the one that was did not answer in time.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> describe, string? key, CancellationToken cancellation)
    {
        var first = preferred;
        for (var tried = 0; ; tried++)
        {
            var turn = (first + tried) % fronts.Length;
            try
            {
                var answer = await SendAsync(fronts[turn], describe(), key, cancellation);
                preferred = turn;
                return answer;
            }
            catch (HttpRequestException failure) when (IsUnreached(failure) && tried + 1 < fronts.Length)
            {
                // The next one.
            }
            catch (HttpRequestException failure) when (IsUnreached(failure))
            {
                throw FrontException.Unreachable(failure);
            }
        }
    }

    /// <summary>Asks each front the same, at the same time; one that does not answer is left out.</summary>
    public async Task<IReadOnlyList<HttpResponseMessage>> AskAllAsync(string path, string? key, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(fronts.Select(front => TryAskAsync(front, path, key, cancellation)));
        return [.. answers.OfType<HttpResponseMessage>()];
    }

    private async Task<HttpResponseMessage?> TryAskAsync(Uri front, string path, string? key, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(front, new(HttpMethod.Get, path), key, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or FrontException)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri front, HttpRequestMessage request, string? key, CancellationToken cancellation)
    {
        using (request)
        {
            request.RequestUri = new(front, request.RequestUri!);
            if (key is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(options.DeadlineMilliseconds);
            try
            {
                return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            }
            catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
            {
                throw FrontException.Late(failure);
            }
            catch (HttpRequestException failure) when (!IsUnreached(failure))
            {
                throw FrontException.Broken(failure);
            }
        }
    }

    private static bool IsUnreached(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
