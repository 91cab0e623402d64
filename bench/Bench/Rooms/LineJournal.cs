using System.Collections.Concurrent;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Rooms;

/// <summary>What a crowd was told of its line. Moments count from its start.</summary>
internal sealed class LineJournal(DateTimeOffset startsAt)
{
    private const double Near = 0.25;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<DateTimeOffset, LineView> looks = [];
    private readonly ConcurrentQueue<TimeSpan> buys = [];
    private readonly ConcurrentQueue<TimeSpan> told = [];
    private readonly ConcurrentQueue<(TimeSpan Estimated, TimeSpan Waited)> waits = [];
    private int refused;
    private int overtaken;
    private int moved;

    public TimeSpan Now => DateTimeOffset.UtcNow - startsAt;

    public void Note(LineView look) => looks[look.AsOf] = look;

    /// <summary>Notes what a shopper was told.</summary>
    /// <param name="before">What they were told before, since they joined.</param>
    /// <param name="now">What they are told now.</param>
    /// <param name="admitted">How far they had heard that the line is.</param>
    public void Note(LineTurn? before, LineTurn now, long admitted)
    {
        Note(now.Room);
        if (before is not null && (before.Number != now.Number || (before.Place ?? now.Place) != now.Place))
            Interlocked.Increment(ref moved);
        var isReached = now.Place <= Math.Max(admitted, now.Room.Admitted);
        if (isReached ? now.State == "waiting" || (now.State == "over" && before?.State != "in") : now.State is "in" or "over")
            Interlocked.Increment(ref overtaken);
    }

    public void NoteBuy(TimeSpan sentAt, bool isSold)
    {
        if (isSold)
            buys.Enqueue(sentAt);
        else
            Interlocked.Increment(ref refused);
    }

    /// <summary>Notes that somebody who waits knows that all is sold.</summary>
    public void NoteTold() => told.Enqueue(Now);

    public void NoteWait(TimeSpan estimated, TimeSpan waited) => waits.Enqueue((estimated, waited));

    public CrowdResult ToResult(int shoppers, int perMinute)
    {
        var ordered = looks.Values.OrderBy(look => look.AsOf).ToArray();
        var lastSold = buys.Max();
        return new(
            shoppers,
            buys.Count,
            refused,
            lastSold.TotalSeconds,
            told.Count,
            waits.Count,
            waits.Count(wait => (wait.Estimated - wait.Waited).Duration() <= Near * wait.Waited) / (double)waits.Count,
            (told.Min() - lastSold).TotalSeconds,
            (told.Max() - lastSold).TotalSeconds,
            overtaken,
            moved + ordered.Zip(ordered.Skip(1)).Count(pair => pair.Second.Admitted < pair.First.Admitted),
            MostInAMinute(ordered),
            perMinute + (perMinute / 60));
    }

    private static long MostInAMinute(LineView[] looks)
    {
        var (first, most) = (0, 0L);
        foreach (var look in looks)
        {
            while (looks[first].AsOf < look.AsOf - Minute)
                first++;
            most = Math.Max(most, LetIn(look) - LetIn(looks[first]));
        }

        return most;

        static long LetIn(LineView look) => look.Admitted - look.Skipped;
    }
}
