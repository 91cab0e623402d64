namespace FlashFlow.WebFront.Guarding;

/// <summary>Waits for the first silo: a front may be started before its cluster.</summary>
internal sealed class ClusterConnectionRetry(TimeProvider time, ILogger<ClusterConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        logger.LogWarning("This front waits for its cluster: {Reason}", exception.Message);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
