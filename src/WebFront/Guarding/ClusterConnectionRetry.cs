namespace FlashFlow.WebFront.Guarding;

/// <summary>Waits for the first silo: a front may be started before its cluster, and mostly is started with it.</summary>
internal sealed class ClusterConnectionRetry(TimeProvider time, ILogger<ClusterConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    private long? toldAt;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (toldAt is not { } told || time.GetElapsedTime(told) > TellEvery)
        {
            toldAt = time.GetTimestamp();
            logger.LogWarning("This front waits for its cluster: {Reason}", exception.Message);
        }

        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
