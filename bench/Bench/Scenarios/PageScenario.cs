using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>The shopper's page of a sale, asked for by browsers that have it already.</summary>
internal sealed class PageScenario(string name, BenchEngine engine) : Scenario(name)
{
    private const string Path = $"/p/{BenchSales.Demo}";

    public override string Meaning => "pages that a browser has already";

    public override bool Counts(int status) => status == 304;

    /// <exception cref="ToolFailedException">The page has no tag.</exception>
    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = engine.Fleet.Front };
        using var page = await http.GetAsync(new Uri(Path, UriKind.Relative), cancellation);
        var tag = page.Headers.ETag ?? throw new ToolFailedException($"{Path} answered {(int)page.StatusCode} without an ETag.");
        return new()
        {
            Uri = engine.Fleet.Front,
            Method = "GET",
            Path = Path,
            Headers = [new("Accept-Language", "en-GB,en;q=0.9,de;q=0.8"), new("If-None-Match", tag.ToString())],
        };
    }
}
