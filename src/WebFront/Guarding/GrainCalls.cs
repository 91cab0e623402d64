namespace FlashFlow.WebFront.Guarding;

/// <summary>Calls to grains: one that a dying silo swallowed or refused is made again until the deadline, if twice is the same as once.</summary>
internal sealed class GrainCalls(IGrainFactory grains, RepeatedCalls calls, StallWatch stalls, ClusterCallOptions options, TimeProvider time)
{
    /// <summary>Makes a call, and makes it again until it is answered if that may be.</summary>
    /// <exception cref="LedgerUnavailableException">No silo answered: it may or may not be carried out.</exception>
    public async Task<T> AskAsync<TGrain, T>(string key, Func<TGrain, Task<T>> call, bool mayBeAskedAgain)
        where TGrain : IGrainWithStringKey
    {
        if (mayBeAskedAgain)
            return await AskUntilAsync<TGrain, T>(key, (grain, _) => call(grain), (_, _) => true);
        try
        {
            return await AskOnceAsync(key, call).WaitAsync(TimeSpan.FromMilliseconds(options.DeadlineMilliseconds), time);
        }
        catch (TimeoutException failure)
        {
            throw NoAnswer<TGrain>(key, failure);
        }
    }

    /// <summary>Makes a call until it is answered for good.</summary>
    /// <param name="key">Of the grain.</param>
    /// <param name="call">The call, which is to be carried out in time or not at all.</param>
    /// <param name="isFinal">Whether an answer is the last word.</param>
    /// <exception cref="LedgerUnavailableException">No silo answered: it may or may not be carried out.</exception>
    public async Task<T> AskUntilAsync<TGrain, T>(string key, Func<TGrain, CallDeadline, Task<T>> call, Func<T, CallDeadline, bool> isFinal)
        where TGrain : IGrainWithStringKey
    {
        T answer = default!;
        await calls.AskAsync(
            $"the {typeof(TGrain).Name} of '{key}'",
            until => AskOnceAsync<TGrain, T>(key, grain => call(grain, until)),
            (given, until) => isFinal(answer = given, until));
        return answer;
    }

    private async Task<T> AskOnceAsync<TGrain, T>(string key, Func<TGrain, Task<T>> call)
        where TGrain : IGrainWithStringKey
    {
        stalls.ThrowIfStalled();
        try
        {
            return await call(grains.GetGrain<TGrain>(key));
        }
        catch (Exception failure) when (ClusterFailures.IsIndeterminate(failure))
        {
            throw NoAnswer<TGrain>(key, failure);
        }
    }

    private static LedgerUnavailableException NoAnswer<TGrain>(string key, Exception failure) =>
        new($"The {typeof(TGrain).Name} of '{key}' did not answer: {failure.Message}", failure);
}
