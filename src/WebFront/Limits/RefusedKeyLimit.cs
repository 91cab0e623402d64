using System.Net;

namespace FlashFlow.WebFront.Limits;

/// <summary>How many keys that nobody has one remote address may show. A good key is never counted: behind one address there may be many.</summary>
public sealed class RefusedKeyLimit(RateLimitOptions limits, TimeProvider time) : IDisposable
{
    private readonly CallLimit<IPAddress>? limit = limits.RefusedKeysPerMinute == 0
        ? null
        : new(limits.RefusedKeysPerMinute, limits.RefusedKeysPerMinute, time, per: TimeSpan.FromMinutes(1));

    /// <summary>Counts a refused key of the address.</summary>
    /// <returns>False when it is one too many.</returns>
    public bool Allows(IPAddress? address) => limit is null || limit.Allows(RemoteNetwork.Of(address));

    /// <inheritdoc/>
    public void Dispose() => limit?.Dispose();
}
