using System.Net;
using System.Text.Json;

namespace FlashFlow.Supervisor.Engine;

/// <summary>What a silo, front or drain says of itself under <c>/health/ready</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Findings">What its checks found wrong, as <c>check: description</c>.</param>
public sealed record Health(HttpStatusCode Status, IReadOnlyList<string> Findings)
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>Whether it can do its work.</summary>
    public bool IsReady => Status == HttpStatusCode.OK;

    /// <summary>Asks whoever listens on a port of this machine; null when nobody answers.</summary>
    public static async Task<Health?> ReadAsync(int port, CancellationToken cancellation = default)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), cancellation);
            return new(answer.StatusCode, ReadFindings(await answer.Content.ReadAsStringAsync(cancellation)));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The products whose grains live in the silo on a port of this machine; none when it does not answer.</summary>
    public static async Task<IReadOnlyList<string>> ReadGrainsAsync(int port, CancellationToken cancellation = default)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(await Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/products"), cancellation)) ?? [];
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    private static IReadOnlyList<string> ReadFindings(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("checks", out var checks)
                ? [.. checks.EnumerateObject().Where(check => check.Value.TryGetProperty("description", out _))
                    .Select(check => $"{check.Name}: {check.Value.GetProperty("description").GetString()}")]
                : [];
        }
        catch (JsonException) // another program answers there, or an older one of ours
        {
            return [];
        }
    }
}
