using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Rooms;

/// <summary>Sells to a crowd that waits in line with its telephones, until all is sold: whether they are told the truth, and in time.</summary>
internal sealed class CrowdRun(BenchEngine engine, BenchLog log)
{
    /// <summary>How many come.</summary>
    public const int Shoppers = 10_000;

    private const string ProductId = "bench-line";
    private const int Stock = 3_000;
    private const int PerMinute = 1_200;
    private static readonly TimeSpan UntilStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Measures once.</summary>
    /// <exception cref="ToolFailedException">Somebody could not wait, or it took too long.</exception>
    public async Task<CrowdResult> RunAsync(CancellationToken cancellation)
    {
        var startsAt = DateTimeOffset.UtcNow + UntilStart;
        await engine.Sales.StartWithRoomAsync(ProductId, Stock, startsAt, PerMinute, cancellation);
        log.Tell($"{Shoppers:N0} shoppers come to a line for {Stock:N0} units, which starts in {UntilStart.TotalSeconds:0} s");
        using var front = new LineFront(engine.Fleet.Front, ProductId);
        var journal = new LineJournal(startsAt);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        try
        {
            // The first who fails ends all.
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Shoppers + 1),
                new ParallelOptions { MaxDegreeOfParallelism = Shoppers + 1, CancellationToken = end.Token },
                async (number, either) => await (number == 0 ? LookAsync(front, journal, either) : new LineShopper(front, journal, number).RunAsync(either)));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ToolFailedException($"After {Patience.TotalMinutes:0} minutes not all was sold, or not everybody had heard of it.");
        }

        engine.Fleet.Check();
        await engine.Sales.AwaitStoredAsync([ProductId], cancellation);
        var result = journal.ToResult(Shoppers, PerMinute);
        log.Tell($"sold out after {result.SoldOutSeconds:N0} s, {result.Near:P1} of {result.Estimates:N0} estimates near, told after {result.FirstToldSeconds:N2} to {result.ToldSeconds:N2} s");
        return result;
    }

    private static async Task LookAsync(LineFront front, LineJournal journal, CancellationToken cancellation)
    {
        while (true)
        {
            var look = await front.LookAsync(cancellation);
            journal.Note(look);
            if (look.IsSoldOut)
                return;
            await Task.Delay(LookEvery, cancellation);
        }
    }
}
