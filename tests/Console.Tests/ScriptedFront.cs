using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Console.Tests;

/// <summary>A front whose answers a test writes, and which remembers what it was asked. It knows three keys.</summary>
public sealed class ScriptedFront : IAsyncDisposable
{
    public const string OperatorKey = "the-key-of-grace";
    public const string ViewerKey = "the-key-of-vera";
    public const string ShopKey = "the-key-of-the-shop";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> answers = new();

    private ScriptedFront(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Method, path and query of each call, and the key that it showed.</summary>
    public ConcurrentQueue<(string Call, string? Key)> Calls { get; } = new();

    public static async Task<ScriptedFront> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var front = new ScriptedFront(app);
        app.Run(front.AnswerAsync);
        await app.StartAsync();
        return front;
    }

    /// <summary>What it answers to a call such as <c>GET /sales</c>, whatever the query.</summary>
    public void Answer(string call, int status, string body, string contentType = "application/json") => Answer(call, context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    });

    public void Answer(string call, Func<HttpContext, Task> answer) => answers[call] = answer;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().Within("the scripted front's stop");
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var key = context.Request.Headers.Authorization.ToString() is { Length: > 0 } shown ? shown["Bearer ".Length..] : null;
        Calls.Enqueue(($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", key));
        if (answers.TryGetValue($"{context.Request.Method} {context.Request.Path}", out var answer))
            return answer(context);
        return context.Request.Path == "/access" ? TellHolderAsync(context, key) : ProblemAsync(context, 404, "not_found", "There is no such address");
    }

    private static Task TellHolderAsync(HttpContext context, string? key) => key switch
    {
        OperatorKey => context.Response.WriteAsJsonAsync(new { name = "grace", role = "operator" }),
        ViewerKey => context.Response.WriteAsJsonAsync(new { name = "vera", role = "viewer" }),
        ShopKey => context.Response.WriteAsJsonAsync(new { name = "webshop", role = "shop" }),
        _ => ProblemAsync(context, 401, "key_required", "A key is needed"),
    };

    private static Task ProblemAsync(HttpContext context, int status, string code, string title)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { type = "about:blank", title, status, code }, options: null, contentType: "application/problem+json");
    }
}
