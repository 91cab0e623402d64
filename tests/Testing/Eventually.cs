using System.Diagnostics;

namespace FlashFlow.Testing;

/// <summary>Waits for what happens in another process, which no task of this one can announce.</summary>
public static class Eventually
{
    /// <summary>How long it waits where nothing else is said. Only what fails takes so long; a slow machine that does other things takes its time.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks until <paramref name="isThere"/> holds of what it sees.</summary>
    /// <exception cref="TimeoutException">It never did; the message says what was awaited and what was seen last.</exception>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isThere, TimeSpan? bound = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isThere(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(started) > (bound ?? Bound))
                throw new TimeoutException($"Awaited in vain for {(bound ?? Bound).TotalSeconds:0} s: {what}. Seen last: {seen}.");
            await Task.Delay(LookEvery);
        }
    }

    /// <summary>Looks until it is so.</summary>
    public static Task HoldsAsync(string what, Func<Task<bool>> isSo, TimeSpan? bound = null) =>
        SeesAsync(what, isSo, so => so, bound);

    /// <summary>Gives a task a bound of time.</summary>
    public static async Task<T> Within<T>(this Task<T> task, string what, TimeSpan? bound = null)
    {
        await ((Task)task).Within(what, bound);
        return await task;
    }

    /// <summary>Gives a task a bound of time.</summary>
    public static async Task Within(this Task task, string what, TimeSpan? bound = null)
    {
        try
        {
            await task.WaitAsync(bound ?? Bound);
        }
        catch (TimeoutException) when (!task.IsFaulted)
        {
            throw new TimeoutException($"Awaited in vain for {(bound ?? Bound).TotalSeconds:0} s: {what}.");
        }
    }
}
