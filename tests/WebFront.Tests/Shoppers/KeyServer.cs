using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>An address at which a shop publishes its keys, well or badly, and which counts who asks.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int asked;
    private int atOnce;
    private int mostAtOnce;

    private KeyServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single() + "/keys");

    public int Asked => Volatile.Read(ref asked);

    public int MostAtOnce => Volatile.Read(ref mostAtOnce);

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<KeyServer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--urls=http://127.0.0.1:{port}"]);
        builder.Logging.ClearProviders();
        var server = new KeyServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync().Within("the key server's start");
        return server;
    }

    public void Publish(string keys) => Answer = context => context.Response.WriteAsync(keys);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref asked);
        mostAtOnce = Math.Max(mostAtOnce, Interlocked.Increment(ref atOnce));
        try
        {
            await Answer(context);
        }
        finally
        {
            Interlocked.Decrement(ref atOnce);
        }
    }
}
