using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>Debian's Chromium, without a window. Each device is a browser with storage of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser") }).FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Eventually.Bound.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--renderer-process-limit=4",
            ],
        }));
    }

    /// <summary>Somebody's device.</summary>
    public async Task<Device> DeviceAsync(Action<BrowserNewContextOptions>? adapt = null)
    {
        var options = new BrowserNewContextOptions { Locale = "en-GB", ViewportSize = new() { Width = 412, Height = 892 } };
        adapt?.Invoke(options);
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Eventually.Bound.TotalMilliseconds);
        return new(context);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
