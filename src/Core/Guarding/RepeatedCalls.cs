namespace FlashFlow.Core.Guarding;

/// <summary>
/// Calls over a way that swallows, refuses or delays some, as the one to a dying silo does. One without an answer is made again until the
/// deadline, and so is one whose answer may yet be overtaken by an earlier call.
/// </summary>
/// <param name="attempt">How long one call may take, and how long it may be carried out at all (<see cref="CallDeadline"/>).</param>
/// <param name="deadline">How long calls are made again.</param>
/// <param name="clock">The ledger's clock.</param>
/// <param name="time">Clock of both spans.</param>
public sealed class RepeatedCalls(TimeSpan attempt, TimeSpan deadline, LedgerClock clock, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes a call until it is answered.</summary>
    /// <param name="what">What is asked of whom, for messages.</param>
    /// <param name="call">The call. Twice must be the same as once.</param>
    /// <param name="accept">Takes an answer, and says whether it is the last word. Past the deadline each answer is.</param>
    /// <param name="failed">Told the first time that there is no answer.</param>
    /// <returns>How many calls were made.</returns>
    /// <exception cref="LedgerUnavailableException">Nobody answered: what was asked may or may not be done.</exception>
    public async Task<int> AskAsync<T>(string what, Func<CallDeadline, Task<T>> call, Func<T, CallDeadline, bool> accept, Action<Exception>? failed = null)
    {
        var (started, earlier) = (time.GetTimestamp(), 0L);
        for (var calls = 1; ; calls++)
        {
            var until = new CallDeadline(clock.Now + (long)attempt.TotalMilliseconds ?? long.MaxValue, earlier);
            try
            {
                if (accept(await call(until).WaitAsync(attempt, time), until) || time.GetElapsedTime(started) > deadline)
                    return calls;
            }
            catch (Exception failure) when (failure is TimeoutException || (failure is LedgerUnavailableException silence && (earlier > 0 || !silence.NothingWasDone)))
            {
                if (time.GetElapsedTime(started) > deadline)
                    throw new LedgerUnavailableException($"{calls} calls for {what} were not answered: {failure.Message}", failure);
                if (earlier == 0)
                    failed?.Invoke(failure);
            }

            earlier = Math.Max(earlier, until.NotAfter);
            await Task.Delay(Pause, time);
        }
    }
}
