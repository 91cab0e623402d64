using System.Net;
using System.Net.Sockets;

namespace FlashFlow.WebFront.Limits;

/// <summary>Who counts as one caller: an IPv4 address, or an IPv6 network of 64 bits, which is what one household is given.</summary>
public static class RemoteNetwork
{
    private const int NetworkBytes = 8;
    private const int RangeBytes = 6;
    private const int RangeBytesOfIPv4 = 3;

    /// <summary>The caller's network; none for a caller without an address.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        var known = Known(address);
        return known.AddressFamily == AddressFamily.InterNetworkV6 ? Cut(known, NetworkBytes) : known;
    }

    /// <summary>The range that the caller's addresses are handed out from: 24 bits of IPv4, 48 of IPv6; none for a caller without an address.</summary>
    public static IPAddress RangeOf(IPAddress? address)
    {
        var known = Known(address);
        return Cut(known, known.AddressFamily == AddressFamily.InterNetworkV6 ? RangeBytes : RangeBytesOfIPv4);
    }

    private static IPAddress Known(IPAddress? address) =>
        address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress Cut(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(length).Clear();
        return new(bytes);
    }
}
