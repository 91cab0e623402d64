namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Every wait in a test ends: by its event, or with a sentence that names it.</summary>
public static class Bounds
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static async Task Within(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Bound);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Bound.TotalSeconds} s in vain for {what}.");
        }
    }

    public static async Task<T> Within<T>(this Task<T> task, string what)
    {
        await Within((Task)task, what);
        return await task;
    }

    public static Task<T> Within<T>(this ValueTask<T> task, string what) => task.AsTask().Within(what);
}
