using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests;

/// <summary>A front that runs in this process, on a port of its own, and callers for it.</summary>
public sealed class RunningFront : IAsyncDisposable
{
    public const string OperatorKey = "the-key-of-the-operators";

    public const string ShopKey = "the-key-of-the-shop";
    public const string ShopName = "webshop";
    public const string NamedOperatorKey = "the-key-of-grace";
    public const string NamedOperator = "grace";
    public const string ViewerKey = "the-key-of-who-looks";
    public const string ViewerName = "linus";

    public static readonly (string Key, string Value) WithOperatorKey = ("FlashFlow:Front:OperatorKey", OperatorKey);

    /// <summary>A shop's key, an operator's who has a name, and a viewer's.</summary>
    public static readonly (string Key, string Value)[] WithNamedKeys =
    [
        .. Named(0, ShopName, "shop", ShopKey),
        .. Named(1, NamedOperator, "operator", NamedOperatorKey),
        .. Named(2, ViewerName, "viewer", ViewerKey),
    ];

    public static readonly (string Key, string Value) InDemoMode = ("FlashFlow:Front:DemoMode", "true");

    public const string StripeSecret = "whsec_of_the_tests_and_of_nobody_else";

    /// <summary>Has the front take events of Stripe.</summary>
    public static readonly (string Key, string Value) WithStripe = ("FlashFlow:Stripe:WebhookSecret", StripeSecret);

    private readonly WebApplication app;
    private readonly HttpClient client;

    private RunningFront(WebApplication app)
    {
        this.app = app;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        client = new(handler) { BaseAddress = new(app.Urls.Single().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    public Uri Address => client.BaseAddress!;

    /// <summary>What the front is made of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Builds a front that works in a corner of the servers.</summary>
    public static WebApplication Build(Sandbox sandbox, params (string Key, string Value)[] settings) => Build(sandbox, adapt: null, settings);

    public static async Task<RunningFront> StartAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        await StartAsync(sandbox, adapt: null, settings);

    /// <summary>Starts a front with other services in the place of its own.</summary>
    public static async Task<RunningFront> StartAsync(
        Sandbox sandbox, Action<IServiceCollection>? adapt, params (string Key, string Value)[] settings)
    {
        var app = Build(sandbox, adapt, settings);
        await app.StartAsync().Within("the front's start");
        return new(app);
    }

    private static WebApplication Build(Sandbox sandbox, Action<IServiceCollection>? adapt, (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(sandbox.Settings)
        {
            ["urls"] = "http://127.0.0.1:0",
            // Nothing is left behind here unless a test does it, and there are many products to look for it.
            ["FlashFlow:Relay:SweepIntervalMilliseconds"] = "600000",
            ["Logging:Console:LogLevel:Default"] = "None",
            // All tests come from one address.
            ["FlashFlow:RateLimit:RefusedKeysPerMinute"] = "0",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return Front.Build([.. all.Select(setting => $"--{setting.Key}={setting.Value}")], adapt);
    }

    /// <summary>The same front for a caller who reaches it under another address.</summary>
    public Uri AddressAt(IPAddress address) => new UriBuilder(Address) { Host = address.ToString() }.Uri;

    public static HttpContent Json(string json) => new StringContent(json, Encoding.UTF8, "application/json");

    public static HttpContent Json(object body) => Json(JsonSerializer.Serialize(body));

    public Task<HttpAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpAnswer> PostAsync(string path, HttpContent? content = null) => SendAsync(HttpMethod.Post, path, content);

    public Task<HttpAnswer> BuyAsync(string productId, int quantity = 1, string shopperId = "ada", string? key = null) =>
        PlaceAsync(productId, Json(new { shopperId, quantity }), key);

    public Task<HttpAnswer> PlaceAsync(string productId, HttpContent? order, string? key = null) =>
        SendAsync(HttpMethod.Post, $"/products/{productId}/orders", order, key is null ? [] : [("Idempotency-Key", key)]);

    public Task<HttpAnswer> DefineAsync(string productId, object sale, bool reset = false, long? epoch = null) =>
        OperateAsync(HttpMethod.Put, $"/products/{productId}?reset={(reset ? "true" : "false")}{(epoch is null ? "" : $"&epoch={epoch}")}", Json(sale));

    public Task<HttpAnswer> RestockAsync(string productId, object restock, string? key = null, long? epoch = null) =>
        OperateAsync(HttpMethod.Post, $"/products/{productId}/restock{(epoch is null ? "" : $"?epoch={epoch}")}", Json(restock), key);

    /// <summary>Looks with a viewer's key.</summary>
    public Task<HttpAnswer> LookAsync(string path) => CallAsync(HttpMethod.Get, path, ViewerKey);

    /// <summary>Calls with this access key.</summary>
    public Task<HttpAnswer> CallAsync(HttpMethod method, string path, string accessKey, HttpContent? content = null) =>
        SendAsync(method, path, content, ("Authorization", $"Bearer {accessKey}"));

    public Task<HttpAnswer> AuditAsync(string productId) => OperateAsync(HttpMethod.Get, $"/products/{productId}/audit");

    /// <summary>Settings of a named key.</summary>
    public static (string Key, string Value)[] Named(int index, string name, string role, string key) =>
    [
        ($"FlashFlow:Front:Keys:{index}:Name", name),
        ($"FlashFlow:Front:Keys:{index}:Role", role),
        ($"FlashFlow:Front:Keys:{index}:Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))),
    ];

    /// <summary>Asks for a change of an order, with the shop's key.</summary>
    public Task<HttpAnswer> ChangeAsync(string productId, Guid orderId, string change, object? body = null, string? key = null) =>
        ChangeAsync($"/products/{productId}/orders/{orderId}/{change}", ShopKey, body, key);

    /// <summary>Calls with this access key.</summary>
    public Task<HttpAnswer> ChangeAsync(string path, string accessKey, object? body = null, string? key = null) => SendAsync(
        HttpMethod.Post,
        path,
        body is null ? null : Json(body),
        [("Authorization", $"Bearer {accessKey}"), .. key is null ? Array.Empty<(string, string)>() : [("Idempotency-Key", key)]]);

    /// <summary>Gives a hold up, as anybody may who knows its id.</summary>
    public Task<HttpAnswer> ReleaseAsync(string productId, Guid orderId) => PostAsync($"/products/{productId}/orders/{orderId}/release");

    public Task<HttpAnswer> FindAsync(string productId, Guid orderId) => GetAsync($"/products/{productId}/orders/{orderId}");

    /// <summary>Calls with the operator key.</summary>
    public Task<HttpAnswer> OperateAsync(HttpMethod method, string path, HttpContent? content = null, string? key = null) =>
        SendAsync(method, path, content, key is null ? [Authorization] : [Authorization, ("Idempotency-Key", key)]);

    public Task<HttpAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, new Uri(Address, path), content, headers);

    public async Task<HttpAnswer> SendAsync(
        HttpMethod method, Uri address, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        // A body that will be refused must not be on its way when the refusal comes, or the refusal drowns in a reset.
        request.Headers.ExpectContinue = content is PaddedOrder;
        using var response = await client.SendAsync(request);
        return await HttpAnswer.ReadAsync(response);
    }

    /// <summary>Has it stop.</summary>
    public Task StopAsync() => app.StopAsync().Within("the front's stop");

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await StopAsync();
        await app.DisposeAsync();
    }

    private static (string Name, string Value) Authorization => ("Authorization", $"Bearer {OperatorKey}");
}
