using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Load;

/// <summary>Where the load goes. Only this machine: a load generator that reaches others is a weapon.</summary>
internal sealed class LoadTarget
{
    private readonly IPEndPoint[] endPoints;
    private int current;

    private LoadTarget(Uri uri, IPEndPoint[] endPoints)
    {
        Uri = uri;
        this.endPoints = endPoints;
    }

    /// <summary>As it was given.</summary>
    public Uri Uri { get; }

    /// <exception cref="LoadRefusedException">It is not plain HTTP on a loopback address.</exception>
    public static LoadTarget Of(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme != Uri.UriSchemeHttp)
            throw new LoadRefusedException($"The load generator speaks plain http, so '{uri}' is no target for it.");

        var addresses = Resolve(uri);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, IPAddress.IsLoopback))
            throw new LoadRefusedException($"The load generator only aims at this machine (127.0.0.1, [::1] or localhost), and '{uri.Host}' is not it.");
        return new(uri, [.. addresses.Select(address => new IPEndPoint(address, uri.Port))]);
    }

    /// <summary>Opens a connection. On loopback this is a matter of microseconds, or refused at once.</summary>
    /// <exception cref="SocketException">Nobody listens on any of the addresses.</exception>
    public Socket Connect()
    {
        for (var tries = 1; ; tries++)
        {
            var endPoint = endPoints[current];
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(endPoint);
                return socket;
            }
            catch (SocketException)
            {
                // "localhost" may be two addresses of which one is served.
                socket.Dispose();
                current = (current + 1) % endPoints.Length;
                if (tries == endPoints.Length)
                    throw;
            }
        }
    }

    private static IPAddress[] Resolve(Uri uri)
    {
        try
        {
            return Dns.GetHostAddresses(uri.DnsSafeHost);
        }
        catch (SocketException failure)
        {
            throw new LoadRefusedException($"The host '{uri.Host}' is not known: {failure.Message}.", failure);
        }
    }
}
