namespace FlashFlow.WebFront;

/// <summary>What may go wrong between a front and a grain: afterwards nobody knows whether the call was carried out.</summary>
internal static class ClusterFailures
{
    public static bool IsOne(Exception failure) => failure is TimeoutException or OrleansException or ObjectDisposedException or OperationCanceledException;
}
