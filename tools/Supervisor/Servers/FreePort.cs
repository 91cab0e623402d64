using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Supervisor.Servers;

/// <summary>
/// A port of this machine where nobody listens, and that the kernel gives to nobody who calls out (it takes those from 32768 on): it is still
/// free when a process that was told of it has started.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Ports = 10_000;

    // Programs that look for ports side by side begin at different places.
    private static int last = Random.Shared.Next(Ports);

    public static int Find()
    {
        while (true)
        {
            var port = First + ((int)(uint)Interlocked.Increment(ref last) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody is there.
            }
        }
    }
}
