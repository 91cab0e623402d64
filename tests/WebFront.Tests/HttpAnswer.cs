using System.Net.Http.Headers;

namespace FlashFlow.WebFront.Tests;

/// <summary>An answer, read whole.</summary>
public sealed record HttpAnswer(int Status, string? ContentType, HttpResponseHeaders Headers, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The stable name of a problem.</summary>
    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public Guid OrderId => Json.GetProperty("orderId").GetGuid();

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.ToString(),
        response.Headers,
        await response.Content.ReadAsStringAsync());

    /// <summary>Checks that it is JSON with this status.</summary>
    public JsonElement Is(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        Assert.Equal("application/json; charset=utf-8", ContentType);
        return Json;
    }

    /// <summary>Checks that it is exactly this JSON.</summary>
    public void Is(int status, string json)
    {
        Is(status);
        Assert.Equal(json, Text);
    }

    /// <summary>Checks that it is an order of this status, and that its Location is where it can be asked for.</summary>
    /// <returns>The order's id.</returns>
    public Guid IsOrder(int status, string productId)
    {
        Is(status);
        Is(status, $$"""{"orderId":"{{OrderId}}","status":"confirmed"}""");
        Assert.Equal($"/products/{productId}/orders/{OrderId}", Headers.Location?.OriginalString);
        return OrderId;
    }

    /// <summary>Checks that it is problem details (RFC 9457) with this code, and a sentence that tells nothing of the program.</summary>
    public void IsProblem(int status, string code)
    {
        Assert.True(Status == status, $"Expected {status} {code}, got {Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.True(Json.TryGetProperty("code", out var actual), $"Expected {code}, got no code: {Text}");
        Assert.Equal(code, actual.GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", Json.GetProperty("type").GetString());
        Assert.Matches(@"^\p{Lu}.* .+", Json.GetProperty("title").GetString());
        if (Json.TryGetProperty("detail", out var detail))
            Assert.Matches(@"^\p{Lu}.* .+", detail.GetString());
        Assert.DoesNotContain("FlashFlow.", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.", Text, StringComparison.Ordinal);
    }

    /// <summary>Checks that it is a problem that passes, and says when to ask again.</summary>
    public void IsProblemForNow(string code, int retryAfterSeconds = 1)
    {
        IsProblem(503, code);
        Assert.Equal(TimeSpan.FromSeconds(retryAfterSeconds), Headers.RetryAfter?.Delta);
    }
}
