using System.Globalization;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Accepted buys of a sale that the engine is compared with.</summary>
/// <param name="name">As it is asked for.</param>
/// <param name="engine">What it is made of.</param>
/// <param name="shop">Where the baselines have it, such as <c>sql</c>.</param>
internal abstract class BaselineScenario(string name, BenchEngine engine, string shop) : Scenario(name), IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = engine.Fleet.Baselines };

    /// <summary>What it is made of.</summary>
    protected BenchEngine Engine => engine;

    public sealed override bool Counts(int status) => status == 202;

    public void Dispose() => http.Dispose();

    /// <summary>Begins again with this stock and no orders.</summary>
    /// <exception cref="ToolFailedException">The baselines do not begin again.</exception>
    protected async Task ResetAsync(int stock, CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/{shop}/reset?stock={stock}");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content: null, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new ToolFailedException($"The baselines answered {(int)answer.StatusCode} to POST {path}.");
    }
}
