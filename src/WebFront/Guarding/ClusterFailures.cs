using Orleans.Serialization;

namespace FlashFlow.WebFront.Guarding;

/// <summary>What may go wrong between a front and a grain: afterwards nobody knows whether the call was carried out.</summary>
internal static class ClusterFailures
{
    // A failure of a kind that the silo cannot write, such as one of its storage, arrives as one of serialization.
    public static bool IsIndeterminate(Exception failure) =>
        failure is TimeoutException or OrleansException or SerializerException or ObjectDisposedException or OperationCanceledException;
}
