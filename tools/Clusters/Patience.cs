using System.Diagnostics;
using FlashFlow.Supervisor;

namespace FlashFlow.Clusters;

/// <summary>Waits for what the members of a cluster settle among themselves.</summary>
internal static class Patience
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until it is so; a look that fails with <typeparamref name="TFailure"/> or in time says that it is not.</summary>
    /// <exception cref="SupervisorException">It never was; the message says what was awaited.</exception>
    public static async Task UntilAsync<TFailure>(string what, Func<Task<bool>> isSo)
        where TFailure : Exception
    {
        var began = Stopwatch.GetTimestamp();
        while (!await LooksAsync<TFailure>(isSo))
        {
            if (Stopwatch.GetElapsedTime(began) > Bound)
                throw new SupervisorException($"Awaited in vain for {Bound.TotalSeconds:0} s: {what}.");
            await Task.Delay(LookEvery);
        }
    }

    private static async Task<bool> LooksAsync<TFailure>(Func<Task<bool>> isSo)
        where TFailure : Exception
    {
        try
        {
            return await isSo();
        }
        catch (Exception failure) when (failure is TFailure or TimeoutException)
        {
            return false;
        }
    }
}
