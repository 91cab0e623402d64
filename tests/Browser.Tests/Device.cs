using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>A browser with storage of its own, which notes what goes wrong in its pages.</summary>
public sealed class Device : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    public Device(IBrowserContext context)
    {
        Context = context;
        context.WebError += (_, error) => Note($"error: {error.Error}");
        context.Console += (_, message) =>
        {
            // An answer of 4xx or 5xx, and a call that was cut off, are what a test is about.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Note($"console: {message.Text}");
        };
    }

    public IBrowserContext Context { get; }

    /// <summary>Errors of scripts, and what the content security policy had to stop.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (complaints)
                return [.. complaints];
        }
    }

    public async Task<IPage> OpenAsync(Uri address)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private void Note(string complaint)
    {
        lock (complaints)
            complaints.Add(complaint);
    }
}
