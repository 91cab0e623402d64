using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Drain.Webhooks;

/// <summary>
/// Which addresses are on the public Internet, by the registries of special-purpose addresses (RFC 6890, and what IANA has added since).
/// An operator's webhook must not reach what only this machine or its network does.
/// </summary>
public static class PublicAddresses
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // What is not in it is local, private, multicast, unassigned, or an IPv4 address in disguise.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address is public.</summary>
    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return (address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address)) && !Array.Exists(Special, network => network.Contains(address));
    }
}
