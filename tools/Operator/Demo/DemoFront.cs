using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlashFlow.Load;

namespace FlashFlow.Operator.Demo;

/// <summary>The front that the demo buys from.</summary>
internal sealed class DemoFront(Uri uri) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = uri, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Puts the demo product back to its stock.</summary>
    /// <param name="cancellation">Ends it at once.</param>
    /// <param name="stock">The units, or null for as many as the seed had.</param>
    /// <exception cref="DemoRefusedException">The front is not there, or not for a demo.</exception>
    public async Task<DemoSale> InitAsync(CancellationToken cancellation, int? stock = null)
    {
        try
        {
            using var answer = await http.PostAsync(new Uri(stock is null ? "/init" : $"/init?stock={stock}", UriKind.Relative), content: null, cancellation);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
                throw new DemoRefusedException($"The front at {uri} does not offer POST /init: the demo needs demo mode (FlashFlow__Front__DemoMode=true).");
            if (!answer.IsSuccessStatusCode)
                throw new DemoRefusedException($"POST /init answered {(int)answer.StatusCode}: {await ReasonAsync(answer, cancellation)}");
            return await answer.Content.ReadFromJsonAsync(DemoJson.Default.DemoSale, cancellation)
                ?? throw new DemoRefusedException("POST /init answered null.");
        }
        catch (HttpRequestException failure)
        {
            throw new DemoRefusedException($"No front answers at {uri} ({failure.Message}): is FlashFlow up?", failure);
        }
        catch (TaskCanceledException failure) when (failure.InnerException is TimeoutException)
        {
            throw new DemoRefusedException($"The front at {uri} did not answer POST /init within {http.Timeout.TotalSeconds:0} s.", failure);
        }
        catch (JsonException failure)
        {
            throw new DemoRefusedException($"What answers at {uri} is no FlashFlow front: its answer to POST /init is not a sale.", failure);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return JsonMember.Find(body, "detail"u8) ?? JsonMember.Find(body, "title"u8) ?? answer.ReasonPhrase ?? "no reason given";
    }
}
