using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FlashFlow.Console.Access;

/// <summary>Asks the front whose key it is.</summary>
public sealed class AccessClient(FrontPool fronts)
{
    /// <summary>Whose key it is; null where nobody has it.</summary>
    /// <exception cref="FrontException">No front says so.</exception>
    public async Task<KeyHolder?> FindHolderAsync(string key, CancellationToken cancellation)
    {
        if (key.Length == 0 || !key.All(letter => letter is > ' ' and < '\x7f')) // no header can show it, so nobody has it
            return null;
        using var answer = await fronts.SendAsync(() => new(HttpMethod.Get, "/access"), key, cancellation);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return null;
        if (!answer.IsSuccessStatusCode)
            throw await FrontException.ReadAsync(answer, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync<KeyHolder>(FrontCaller.Json, cancellation);
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException)
        {
            throw FrontException.Broken(failure);
        }
    }
}
