namespace FlashFlow.WebFront.Tests.Products;

/// <summary>Somebody who watches a product's stock as server-sent events.</summary>
internal sealed class Watcher(HttpClient client, HttpResponseMessage response, StreamReader reader) : IDisposable
{
    private string? last;

    public HttpResponseMessage Response => response;

    public static Task<Watcher> OpenAsync(RunningFront front, string productId) => OpenAsync(front.Address, productId);

    public static async Task<Watcher> OpenAsync(Uri front, string productId)
    {
        var client = new HttpClient();
        var response = await client.GetAsync(new Uri(front, $"/products/{productId}/live"), HttpCompletionOption.ResponseHeadersRead)
            .Within("the head of the stream");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        return new(client, response, new(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The data of the next event that tells something new.</summary>
    public async Task<string> NextAsync()
    {
        while (true)
        {
            var heard = await NextEventAsync();
            if (heard != last)
                return last = heard;
        }
    }

    /// <summary>The data of the next event; after a silence the last one comes again.</summary>
    public async Task<string> NextEventAsync()
    {
        while (await reader.ReadLineAsync().Within("the next event") is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
            Assert.True(line.Length == 0, $"'{line}' is no line of an event stream.");
        }

        throw new InvalidOperationException("The stream ended.");
    }

    /// <summary>Passes over events until one tells this state; returns that event.</summary>
    public Task<JsonElement> SeesAsync(string state) => SeesAsync(seen => seen.GetProperty("state").GetString() == state);

    /// <summary>Passes over events until it is so; returns that event.</summary>
    public async Task<JsonElement> SeesAsync(Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var seen = JsonElement.Parse(await NextAsync());
            if (isSo(seen))
                return seen;
        }
    }

    /// <summary>Reads to the end, which tells when to come back.</summary>
    public async Task EndAsync() => Assert.Matches("^(retry: [0-9]+)?$", (await reader.ReadToEndAsync().Within("the end of the stream")).Trim());

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
        client.Dispose();
    }
}
