using Microsoft.AspNetCore.Builder;

namespace FlashFlow.Console.Tests;

/// <summary>A console that runs in this process, on a port of its own.</summary>
public sealed class RunningConsole : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningConsole(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public IServiceProvider Services => app.Services;

    public static WebApplication Build(params (string Key, string Value)[] settings) => ConsoleProcess.Build(
    [
        "--urls=http://127.0.0.1:0",
        "--Logging:Console:LogLevel:Default=None",
        .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ]);

    public static async Task<RunningConsole> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = Build(settings);
        await app.StartAsync().Within("the console's start");
        return new(app);
    }

    /// <summary>One that calls these fronts.</summary>
    public static Task<RunningConsole> StartAsync(params string[] fronts) => StartAsync(("FlashFlow:Console:Fronts", string.Join(',', fronts)));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().Within("the console's stop");
        await app.DisposeAsync();
    }
}
