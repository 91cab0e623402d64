using FlashFlow.Operator.Audit;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Engine;
using FlashFlow.Load;
using Spectre.Console;

namespace FlashFlow.Bench.Overload;

/// <summary>
/// Finds out what the engine can take, then offers several times that, over connections that are all open from the beginning, and then
/// half of it again; waits for the rows, and looks at the books.
/// </summary>
internal sealed class OverloadRun(EngineAccess engine, IAnsiConsole console, OverloadOptions options)
{
    private const int Stock = 100_000_000;
    private const int CrowdOfClosedLoop = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly BuyAnswers answers = new();

    /// <exception cref="DemoRefusedException">The front is not there, or not for a demo.</exception>
    /// <exception cref="LoadRefusedException">The front does not take that many connections.</exception>
    public async Task<OverloadResult> RunAsync(CancellationToken cancellation)
    {
        var sale = await InitAsync(cancellation);
        await using var memory = new MemoryWatch(options.Processes);
        memory.Enter("at rest");
        using var load = new OpenLoad(Buy(options.Connections, Calm));
        load.Connect(cancellation);
        console.WriteLine($"{options.Connections:N0} connections are open");

        memory.Enter("capacity");
        var closed = new[] { await BuyInTurnAsync(WarmUp, cancellation), await BuyInTurnAsync(Measuring, cancellation) };
        var capacity = closed[1].StatusCounts.GetValueOrDefault(202) / closed[1].Seconds;
        if (capacity < 1)
            throw new LoadRefusedException("The engine accepted nothing, so there is nothing to multiply.");
        console.WriteLine($"{capacity:N0} buys a second are what a crowd of {CrowdOfClosedLoop} gets accepted");

        var reports = await load.RunAsync(Stages(capacity), answers.Observe, stage => Announce(stage, memory), cancellation);
        memory.Enter("afterwards");
        console.WriteLine("waiting for the last row and the books ...");
        var stored = new SaleRows(engine.Postgres, sale.Epoch);
        await new RowWatch(stored, Patience).WatchAsync(Task.CompletedTask, answers, cancellation);
        var audit = await new AuditPoll(engine).RunAsync(sale.ProductId, Patience, whenWaiting: null, cancellation);
        return new()
        {
            Options = options,
            Sale = sale,
            Capacity = capacity,
            Closed = closed,
            Before = reports[0],
            During = reports[1],
            After = reports[2],
            Answers = answers,
            Memory = memory.ToReport(),
            StoredOrderIds = await stored.ListOrderIdsAsync(cancellation),
            Books = audit.Books,
        };
    }

    private OpenLoadStage[] Stages(double capacity) =>
    [
        new("before", capacity / 2, Calm),
        new("overload", capacity * options.Factor, options.Duration),
        new("after", capacity / 2, Calm),
    ];

    private void Announce(OpenLoadStage stage, MemoryWatch memory)
    {
        memory.Enter(stage.Name);
        console.WriteLine($"{stage.Name}: {stage.PerSecond:N0} buys a second for {stage.Duration.TotalSeconds:0} s");
    }

    private async Task<DemoSale> InitAsync(CancellationToken cancellation)
    {
        using var front = new DemoFront(options.Url);
        var sale = await front.InitAsync(cancellation, Stock);
        console.WriteLine($"POST /init: {sale.Stock:N0} units of '{sale.ProductId}' on sale, sale {sale.Epoch}");
        return sale;
    }

    private Task<LoadReport> BuyInTurnAsync(TimeSpan duration, CancellationToken cancellation) =>
        LoadGenerator.RunAsync(Buy(CrowdOfClosedLoop, duration), progress: null, answers.Observe, cancellation);

    private LoadOptions Buy(int connections, TimeSpan duration) => new()
    {
        Uri = options.Url,
        Path = "/buy",
        Connections = connections,
        Duration = duration,
        Grace = TimeSpan.FromSeconds(30),
    };
}
