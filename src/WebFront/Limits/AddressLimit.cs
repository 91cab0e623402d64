using System.Net;

namespace FlashFlow.WebFront.Limits;

/// <summary>How often one remote address may call this front.</summary>
public sealed class AddressLimit(RateLimitOptions limits, TimeProvider time) : IDisposable
{
    private readonly CallLimit<IPAddress>? limit =
        limits.PerAddressPerSecond == 0 ? null : new(limits.PerAddressPerSecond, limits.AddressBurst, time);

    /// <summary>Whether there is a limit at all.</summary>
    public bool IsSet => limit is not null;

    /// <summary>Counts a call from the address.</summary>
    /// <returns>False when it is one too many.</returns>
    public bool Allows(IPAddress? address) => limit is null || limit.Allows(RemoteNetwork.Of(address));

    /// <inheritdoc/>
    public void Dispose() => limit?.Dispose();
}
