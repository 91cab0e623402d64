using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Supervisor.Servers;

/// <summary>Talks to a server on this machine.</summary>
internal static class Loopback
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Sends a few bytes and reads the beginning of the answer.</summary>
    /// <returns>At most <paramref name="length"/> bytes; none when nobody answers.</returns>
    public static async Task<byte[]> AskAsync(int port, byte[] question, int length, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(question, patience.Token);
            var answer = new byte[length];
            var read = await stream.ReadAtLeastAsync(answer, length, throwOnEndOfStream: false, patience.Token);
            return answer[..read];
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return [];
        }
    }
}
