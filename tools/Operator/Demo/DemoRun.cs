using FlashFlow.Operator.Audit;
using FlashFlow.Operator.Engine;
using FlashFlow.Load;
using Spectre.Console;

namespace FlashFlow.Operator.Demo;

/// <summary>The run of the Node.js original: put 100 units on sale, let a crowd at them, wait for the rows, look at the books.</summary>
internal sealed class DemoRun(EngineAccess engine, IAnsiConsole console, DemoOptions options)
{
    private const int Stock = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="DemoRefusedException">The front is not there, or not for a demo.</exception>
    /// <exception cref="LoadRefusedException">The front takes no connections.</exception>
    public async Task<DemoResult> RunAsync(CancellationToken cancellation)
    {
        var sale = await InitAsync(cancellation);
        var stored = new SaleRows(engine.Postgres, sale.Epoch);
        var answers = new BuyAnswers();
        var rows = new RowWatch(stored, Patience);
        await rows.WarmUpAsync(cancellation);
        await GeneratorWarmUp.RunAsync(options.Url, options.Connections, cancellation);

        // The rows are watched from the first buy on: the last unit may be sold, and stored, long before the load ends.
        var load = BuyAsync(answers, cancellation);
        var watch = rows.WatchAsync(load, answers, cancellation);
        var report = await load;
        console.WriteLine("waiting for the last row and the books ...");
        var patience = await watch;
        var audit = await new AuditPoll(engine).RunAsync(sale.ProductId, patience, whenWaiting: null, cancellation);
        return new()
        {
            Sale = sale,
            Load = report,
            Answers = answers,
            StoredOrderIds = await stored.ListOrderIdsAsync(cancellation),
            LastRowAt = rows.LastRowAt,
            Books = audit.Books,
        };
    }

    private async Task<DemoSale> InitAsync(CancellationToken cancellation)
    {
        using var front = new DemoFront(options.Url);
        var sale = await front.InitAsync(cancellation);
        if (sale.Stock != Stock)
            throw new DemoRefusedException($"POST /init put {sale.Stock} units on sale instead of {Stock}.");
        console.WriteLine($"POST /init: {sale.Stock} units of '{sale.ProductId}' on sale, sale {sale.Epoch}");
        return sale;
    }

    private async Task<LoadReport> BuyAsync(BuyAnswers answers, CancellationToken cancellation)
    {
        var load = new LoadOptions { Uri = options.Url, Path = "/buy", Connections = options.Connections, Duration = options.Duration };
        var title = $"POST /buy: {load.Connections:N0} connections for {load.Duration.TotalSeconds:0.#} s";
        LoadReport? report = null;
        await new LoadProgress(console, title, load.Duration).ShowAsync(async progress =>
            report = await LoadGenerator.RunAsync(load, progress, answers.Observe, cancellation));
        return report!;
    }
}
