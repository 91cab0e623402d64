using System.Net;
using System.Text.RegularExpressions;

namespace FlashFlow.Console.Tests;

/// <summary>What a browser does to sign in: it keeps cookies and sends a form's fields back.</summary>
public sealed partial class Browser(Uri console) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = console };

    /// <summary>Cookies by their names, as they were set.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The header by which a cookie was set last.</summary>
    public Dictionary<string, string> SetCookies { get; } = [];

    /// <summary>The name of the machine in the address bar, where it is another one than the console's own.</summary>
    public string? Host { get; init; }

    /// <summary>What it says it can show.</summary>
    public string? Accept { get; init; }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = Host;
        if (Accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await http.SendAsync(request);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var headers) ? headers : [])
        {
            var pair = set.Split(';')[0].Split('=', 2);
            SetCookies[pair[0]] = set;
            if (pair[1].Length == 0)
                Cookies.Remove(pair[0]);
            else
                Cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Types a key into the form.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string key, string? to = null)
    {
        var page = await (await GetAsync("/sign-in")).Content.ReadAsStringAsync();
        return await SendFormAsync("/session", page, ("key", key), ("to", to ?? ""));
    }

    /// <summary>Sends a form of a page.</summary>
    public Task<HttpResponseMessage> SendFormAsync(string path, string page, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post,
        path,
        new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", TokenIn(page))]));

    public void Dispose() => http.Dispose();

    private static string TokenIn(string page) => WebUtility.HtmlDecode(Token().Match(page) is { Success: true } token
        ? token.Groups["token"].Value
        : throw new InvalidOperationException($"No token in: {page}"));

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
