using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.WebFront.Tests.Webhooks;

/// <summary>Where events are sent to, as operators say it.</summary>
public sealed class WebhookEndpointsTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string Url = "https://shop.example/hook";

    private string Path => $"/webhooks/{Product}";

    [Fact]
    public async Task A_webhook_is_made_and_its_secret_is_told_once()
    {
        var made = await PutAsync(new { url = Url, events = new[] { "order.confirmed" } });
        var view = made.Is(201);
        Assert.Equal(Path, made.Headers.Location?.OriginalString);
        Assert.True(WebhookSecret.IsOne(view.GetProperty("secret").GetString()));
        Assert.Equal((Product, Url, "active", 1), (Text(view, "name"), Text(view, "url"), Text(view, "state"), view.GetProperty("secrets").GetInt32()));

        var again = (await PutAsync(new { url = Url })).Is(200);
        Assert.False(again.TryGetProperty("secret", out _));
        Assert.Empty(again.GetProperty("events").EnumerateArray());
        Assert.Equal(again.GetRawText(), (await Front.LookAsync(Path)).Is(200).GetRawText());
        Assert.Contains(Product, (await Front.LookAsync("/webhooks")).Is(200).EnumerateArray().Select(webhook => Text(webhook, "name")));
    }

    [Fact]
    public async Task Two_secrets_hold_while_they_are_changed_and_none_is_ever_shown()
    {
        string[] secrets = [WebhookSecret.New(), WebhookSecret.New()];
        await PutAsync(new { url = Url, secrets });
        Assert.Equal(2, (await Front.LookAsync(Path)).Is(200).GetProperty("secrets").GetInt32());
        await PutAsync(new { url = Url, secrets = secrets[..1] });
        Assert.Equal(1, (await Front.LookAsync(Path)).Is(200).GetProperty("secrets").GetInt32());
        Assert.DoesNotContain("whsec_", (await Front.LookAsync("/webhooks")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_is_paused_resumed_replayed_tested_and_taken_away()
    {
        await PutAsync(new { url = Url });
        Assert.Equal("paused", Text((await PostAsync("/pause")).Is(200), "state"));
        Assert.Equal("paused", Text((await PutAsync(new { url = Url })).Is(200), "state"));
        Assert.Equal("active", Text((await PostAsync("/resume")).Is(200), "state"));
        await PostAsync("/pause");
        Assert.Equal("active", Text((await PostAsync("/replay?after=r0.0")).Is(200), "state"));
        (await PostAsync("/replay?after=x")).IsProblem(422, "invalid_page");
        Assert.StartsWith("msg_", Text((await PostAsync("/test")).Is(202), "messageId"), StringComparison.Ordinal);

        Assert.Equal(204, (await Front.OperateAsync(HttpMethod.Delete, Path)).Status);
        (await Front.OperateAsync(HttpMethod.Delete, Path)).IsProblem(404, "unknown_webhook");
        (await Front.LookAsync(Path)).IsProblem(404, "unknown_webhook");
        foreach (var verb in new[] { "/pause", "/resume", "/replay", "/test" })
            (await PostAsync(verb)).IsProblem(404, "unknown_webhook");
    }

    public static TheoryData<string> NoWebhooks => new()
    {
        """{"url":""}""",
        """{"url":"shop.example/hook"}""",
        """{"url":"http://shop.example/hook"}""",
        """{"url":"ftp://shop.example/hook"}""",
        """{"url":"https://user:password@shop.example/hook"}""",
        """{"url":"https://shop.example/hook#part"}""",
        """{"url":"https://"}""",
        $$"""{"url":"https://shop.example/{{new string('a', 2_048)}}"}""",
        """{"url":"https://shop.example","events":["order.paid"]}""",
        """{"url":"https://shop.example","events":["order.held","order.held"]}""",
        """{"url":"https://shop.example","events":[""]}""",
        """{"url":"https://shop.example","secrets":[]}""",
        """{"url":"https://shop.example","secrets":["whsec_c2hvcnQ="]}""",
        """{"url":"https://shop.example","secrets":["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz","whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"]}""",
    };

    [Theory]
    [MemberData(nameof(NoWebhooks))]
    public async Task What_no_webhook_can_be_is_refused(string body)
    {
        (await Front.OperateAsync(HttpMethod.Put, Path, RunningFront.Json(body))).IsProblem(422, "invalid_webhook");
        (await Front.LookAsync(Path)).IsProblem(404, "unknown_webhook");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"url\":null}")]
    [InlineData("{\"url\":7}")]
    [InlineData("{\"url\":\"https://shop.example\",\"event\":[]}")]
    [InlineData("{\"url\":\"https://shop.example\",\"url\":\"https://shop.example\"}")]
    [InlineData("{\"url\":\"https://shop.example\",\"events\":\"all\"}")]
    [InlineData("{\"url\":\"https://shop.example\",\"events\":[null]}")]
    [InlineData("{\"url\":\"https://shop.example\",\"secrets\":[null]}")]
    public async Task A_body_that_is_none_is_refused(string body)
    {
        var answer = await Front.OperateAsync(HttpMethod.Put, Path, RunningFront.Json(body));
        Assert.InRange(answer.Status, 400, 422);
        (await Front.LookAsync(Path)).IsProblem(404, "unknown_webhook");
    }

    [Fact]
    public async Task A_name_is_one_or_is_refused() =>
        (await Front.OperateAsync(HttpMethod.Put, "/webhooks/Shop!", RunningFront.Json(new { url = Url }))).IsProblem(422, "invalid_webhook");

    [Fact]
    public async Task Viewers_look_and_operators_change()
    {
        foreach (var path in new[] { "/webhooks", Path })
        {
            (await Front.GetAsync(path)).IsProblem(401, "operator_key_required");
            (await Front.CallAsync(HttpMethod.Get, path, RunningFront.ShopKey)).IsProblem(403, "forbidden");
        }

        (await Front.CallAsync(HttpMethod.Put, Path, RunningFront.ViewerKey, RunningFront.Json(new { url = Url }))).IsProblem(403, "forbidden");
        (await Front.CallAsync(HttpMethod.Delete, Path, RunningFront.ViewerKey)).IsProblem(403, "forbidden");
        foreach (var verb in new[] { "pause", "resume", "replay", "test" })
            (await Front.CallAsync(HttpMethod.Post, $"{Path}/{verb}", RunningFront.ViewerKey)).IsProblem(403, "forbidden");
    }

    private Task<HttpAnswer> PutAsync(object webhook) => Front.OperateAsync(HttpMethod.Put, Path, RunningFront.Json(webhook));

    private Task<HttpAnswer> PostAsync(string verb) => Front.OperateAsync(HttpMethod.Post, Path + verb);

    private static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();
}
