namespace FlashFlow.WebFront.Guarding;

/// <summary>Calls to grains: one that a dying silo swallowed or refused is made again until the deadline, if twice is the same as once.</summary>
internal sealed class GrainCalls(IGrainFactory grains, ClusterCallOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes a call.</summary>
    /// <exception cref="LedgerUnavailableException">No silo answered: it may or may not be carried out.</exception>
    public async Task<T> AskAsync<TGrain, T>(string key, Func<TGrain, Task<T>> call, bool mayBeAskedAgain)
        where TGrain : IGrainWithStringKey
    {
        var deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);
        var attempt = mayBeAskedAgain ? TimeSpan.FromMilliseconds(options.AttemptMilliseconds) : deadline;
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call(grains.GetGrain<TGrain>(key)).WaitAsync(attempt, time);
            }
            catch (Exception failure) when (ClusterFailures.IsIndeterminate(failure))
            {
                if (!mayBeAskedAgain || time.GetElapsedTime(started) > deadline)
                    throw new LedgerUnavailableException($"The {typeof(TGrain).Name} of '{key}' did not answer: {failure.Message}", failure);
            }

            await Task.Delay(Pause, time);
        }
    }
}
