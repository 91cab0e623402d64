using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Drain.Webhooks;

/// <summary>Connects to endpoints: to an address that was looked at after its name was resolved, and to no other, so that nobody can change it in between.</summary>
/// <param name="allowPrivateAddresses">Addresses that are not public are connected to as well.</param>
internal sealed class GuardedConnections(bool allowPrivateAddresses)
{
    /// <summary>A handler whose connections are made so. It follows no redirect, which would lead past the look, and asks no proxy.</summary>
    public SocketsHttpHandler CreateHandler(int connectionsPerEndpoint) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
        MaxConnectionsPerServer = connectionsPerEndpoint,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // A name may lead elsewhere by then.
        MaxResponseHeadersLength = 16,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellation);
        IPAddress[] reachable = [.. found.Where(one => allowPrivateAddresses || PublicAddresses.Contain(one))];
        if (reachable.Length == 0)
            throw new AddressRefusedException($"{host} leads to no public address");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An endpoint's address is not one that may be connected to.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
