namespace FlashFlow.WebFront.Tests.Feed;

/// <summary>Somebody who reads the feed as server-sent events.</summary>
internal sealed class FeedStreamReader(HttpClient client, HttpResponseMessage response, StreamReader lines) : IDisposable
{
    public HttpResponseMessage Response => response;

    /// <summary>The id of the last event.</summary>
    public string? LastId { get; private set; }

    public static async Task<FeedStreamReader> OpenAsync(RunningFront front, string path, string? lastId = null)
    {
        var client = new HttpClient { BaseAddress = front.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", RunningFront.ViewerKey);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        if (lastId is not null)
            client.DefaultRequestHeaders.Add("Last-Event-ID", lastId);
        var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead).Within("the head of the stream");
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {path}");
        return new(client, response, new(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The numbers of the next events.</summary>
    public async Task<List<long>> SeqsAsync(int count)
    {
        var seqs = new List<long>();
        while (seqs.Count < count)
        {
            var line = await NextLineAsync();
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line["id: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                seqs.Add(JsonElement.Parse(line["data: ".Length..]).GetProperty("seq").GetInt64());
            else
                Assert.Equal(":", line);
        }

        return seqs;
    }

    /// <summary>The next line that is not empty.</summary>
    public async Task<string> NextLineAsync()
    {
        while (await lines.ReadLineAsync().Within("the next line") is { } line)
            if (line.Length > 0)
                return line;
        throw new InvalidOperationException("The stream ended.");
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
        client.Dispose();
    }
}
