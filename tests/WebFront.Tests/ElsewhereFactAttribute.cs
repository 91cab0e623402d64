using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FlashFlow.WebFront.Tests;

/// <summary>A test with a caller from elsewhere: it runs only where the machine has an address besides loopback.</summary>
public sealed class ElsewhereFactAttribute : FactAttribute
{
    public ElsewhereFactAttribute()
    {
        if (Address is null)
            Skip = "It needs a network, and this machine has none.";
    }

    /// <summary>This machine's address as others see it. A call to it comes from it, too.</summary>
    public static IPAddress? Address { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
