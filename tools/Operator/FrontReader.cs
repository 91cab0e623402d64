using System.Net.Http.Headers;
using System.Text.Json;
using FlashFlow.Load;

namespace FlashFlow.Operator;

/// <summary>Reads from a front.</summary>
internal sealed class FrontReader : IDisposable
{
    // For the beginning of an answer, and for each piece of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    /// <param name="url">Where it is.</param>
    /// <param name="key">An access key; null for what everybody may read.</param>
    public FrontReader(Uri url, string? key = null)
    {
        http = new() { BaseAddress = url, Timeout = Patience };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The number of the product's latest sale.</summary>
    /// <exception cref="ToolFailedException">The front refuses.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<int> FindSaleAsync(string product, CancellationToken cancellation)
    {
        using var answer = await OpenAsync($"/products/{Uri.EscapeDataString(product)}/sales", cancellation);
        using var sales = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
        return sales.RootElement[0].GetProperty("epoch").GetInt32();
    }

    /// <summary>Begins to read an answer.</summary>
    /// <exception cref="ToolFailedException">The front refuses.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
            {
                var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
                if ((int)answer.StatusCode >= 500)
                    throw new HttpRequestException(Describe(answer, body));
                throw new ToolFailedException($"The front refuses: {Describe(answer, body)}");
            }
        }
        catch (TaskCanceledException failure) when (failure.InnerException is TimeoutException)
        {
            throw new HttpRequestException($"it did not answer within {Patience.TotalSeconds:0} s", failure);
        }
    }

    public void Dispose() => http.Dispose();

    private static string Describe(HttpResponseMessage answer, byte[] body) =>
        $"{(int)answer.StatusCode} {JsonMember.Find(body, "code"u8)} {JsonMember.Find(body, "detail"u8) ?? JsonMember.Find(body, "title"u8) ?? answer.ReasonPhrase}";
}
