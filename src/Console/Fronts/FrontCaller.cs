using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlashFlow.Console.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace FlashFlow.Console.Fronts;

/// <summary>Calls fronts with the key of who looks at the page, and reads what they answer.</summary>
public sealed class FrontCaller(FrontPool fronts, AuthenticationStateProvider session, SessionStore sessions)
{
    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>How the front writes JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>Asks for something.</summary>
    /// <exception cref="FrontException">It is refused, or nobody answers.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Get, path), cancellation);
        return await ReadAsync<T>(answer, cancellation);
    }

    /// <summary>Asks for something that may not be there.</summary>
    /// <returns>It; null where the front knows none.</returns>
    /// <exception cref="FrontException">It is refused for another reason, or nobody answers.</exception>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await GetAsync<T>(path, cancellation);
        }
        catch (FrontException failure) when (failure.IsUnknown)
        {
            return null;
        }
    }

    /// <summary>Asks for a page of a list.</summary>
    /// <exception cref="FrontException">It is refused, or nobody answers.</exception>
    public async Task<ListPage<T>> GetPageAsync<T>(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Get, path), cancellation);
        return new(await ReadAsync<T[]>(answer, cancellation), ListPage.FindNext(answer.Headers));
    }

    /// <summary>Asks each front, and leaves out who does not answer or refuses.</summary>
    public async Task<IReadOnlyList<T>> AskAllAsync<T>(string path, CancellationToken cancellation)
    {
        var all = new List<T>();
        foreach (var answer in await fronts.AskAllAsync(path, await FindKeyAsync(), cancellation))
        {
            using (answer)
            {
                if (answer.IsSuccessStatusCode)
                    all.Add(await ReadAsync<T>(answer, cancellation));
            }
        }

        return all;
    }

    /// <summary>Has something done.</summary>
    /// <returns>What is answered; null where that has no body.</returns>
    /// <exception cref="FrontException">It is refused, or nobody answers.</exception>
    public async Task<T?> ActAsync<T>(HttpMethod method, string path, object? body = null, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        using var answer = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json) };
                if (idempotencyKey is not null)
                    request.Headers.Add(IdempotencyKey, idempotencyKey);
                return request;
            },
            cancellation);
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await ReadAsync<T>(answer, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> describe, CancellationToken cancellation)
    {
        var answer = await fronts.SendAsync(describe, await FindKeyAsync(), cancellation);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw await FrontException.ReadAsync(answer, cancellation);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(Json, cancellation) ?? throw new JsonException("null");
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException)
        {
            throw FrontException.Broken(failure);
        }
    }

    // A page that stays open knows nothing of a sign-out elsewhere.
    private async Task<string?> FindKeyAsync()
    {
        var user = (await session.GetAuthenticationStateAsync()).User;
        return sessions.Has(user) ? user.FindKey() : throw FrontException.SignedOut();
    }
}
