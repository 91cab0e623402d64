using System.Diagnostics;
using FlashFlow.Bench.Results;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Bench.Rooms;

/// <summary>Has a million shoppers join a line as fronts would, and draws their places: what a member costs, and how long all wait for the draw.</summary>
internal sealed class MembersRun(BenchEngine engine, BenchLog log)
{
    /// <summary>How many join.</summary>
    public const int Members = 1_000_000;

    private const string ProductId = "bench-members";
    private const int Stock = 100;
    private const int PerMinute = 600;
    private const int Asked = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UntilStart = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Measures once.</summary>
    /// <exception cref="ToolFailedException">The places are not drawn.</exception>
    public async Task<MembersResult> RunAsync(CancellationToken cancellation)
    {
        log.Tell($"{Members:N0} shoppers join a line");
        await engine.Sales.StartWithRoomAsync(ProductId, Stock, DateTimeOffset.UtcNow.AddDays(1), PerMinute, cancellation);
        var before = await ReadMemoryAsync();
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in Enumerable.Range(1, Members).Select(NameOf).Chunk(new GuardOptions().MaxBatch))
            await engine.Access.Rooms.EnterAsync(ProductId, batch, []);
        var perSecond = Members / Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var line = new LineFront(engine.Fleet.Front, ProductId);
        var drawn = await DrawAsync(line, cancellation);
        var bytes = (await ReadMemoryAsync() - before) / (double)Members;

        var asked = Enumerable.Range(1, Members).Where(number => number % (Members / Asked) == 0).Select(NameOf).ToArray();
        var (once, again) = (await AskAsync(line, asked, cancellation), await AskAsync(line, asked, cancellation));
        var wrong = (asked.Length - once.Distinct().Count()) + once.Zip(again).Count(places => places.First is not (>= 1 and <= Members) || places.First != places.Second);
        engine.Fleet.Check();

        // A new sale gives the memory back.
        await engine.Sales.StartAsync(ProductId, Stock, cancellation);
        log.Tell($"{perSecond:N0} joined a second, {bytes:N0} bytes each, drawn after {drawn.TotalSeconds:N2} s, {wrong:N0} of {asked.Length:N0} places are wrong");
        return new(Members, perSecond, bytes, drawn.TotalSeconds, asked.Length, wrong);
    }

    private async Task<TimeSpan> DrawAsync(LineFront line, CancellationToken cancellation)
    {
        var startsAt = DateTimeOffset.UtcNow + UntilStart;
        await engine.Sales.ChangeRoomAsync(ProductId, Stock, startsAt, PerMinute, cancellation);
        while (!(await line.LookAsync(cancellation)).IsDrawn)
        {
            if (DateTimeOffset.UtcNow - startsAt > Patience)
                throw new ToolFailedException($"The places of {Members:N0} members were not drawn within {Patience.TotalMinutes:0} minutes.");
            await Task.Delay(LookEvery, cancellation);
        }

        return DateTimeOffset.UtcNow - startsAt;
    }

    private static async Task<long?[]> AskAsync(LineFront line, string[] shoppers, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(shoppers.Select(shopper => line.JoinAsync(shopper, cancellation)))).Select(turn => turn.Place)];

    private async Task<long> ReadMemoryAsync() => (long)await engine.Access.Redis.CallAsync(
        async database => (await database.ExecuteAsync("MEMORY", "STATS")).ToDictionary()["total.allocated"]);

    // As long as a UUID.
    private static string NameOf(int number) => $"shopper-{number:D28}";
}
