using System.Net;
using System.Net.Sockets;

namespace FlashFlow.WebFront.Limits;

/// <summary>Who counts as one caller: an IPv4 address, or an IPv6 network of 64 bits, which is what one household is given.</summary>
public static class RemoteNetwork
{
    private const int NetworkBytes = 8;

    /// <summary>The caller's network; none for a caller without an address.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new(bytes);
    }
}
