using System.Net;
using System.Net.Sockets;
using System.Text;
using FlashFlow.Testing;

namespace FlashFlow.Tools.Tests.Load;

/// <summary>A server on loopback that does with each request what a test says, and counts.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly List<Task> conversations = [];
    private readonly Func<int, int, ValueTask<Reaction>> react;
    private readonly Task accepting;
    private int connections;
    private int requests;

    /// <param name="react">What to do with a request: its number, and that of its connection, both from 1.</param>
    public ScriptedServer(Func<int, int, ValueTask<Reaction>> react)
    {
        this.react = react;
        listener.Start();
        accepting = AcceptAsync();
    }

    public enum Reaction
    {
        Answer,
        AnswerAndClose,
        AnswerSayingThatItCloses,
        CloseUnanswered,
        Ignore,
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}");

    public int Connections => Volatile.Read(ref connections);

    public int Requests => Volatile.Read(ref requests);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting.Within("the end of the server");
        await Task.WhenAll(conversations).Within("the end of the server's connections");
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                conversations.Add(TalkAsync(client, Interlocked.Increment(ref connections)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client, int connection)
    {
        using var _ = client;
        var stream = client.GetStream();
        var received = "";
        var buffer = new byte[1_024];
        try
        {
            while (await stream.ReadAsync(buffer, end.Token) is > 0 and var length)
            {
                received += Encoding.ASCII.GetString(buffer, 0, length);
                if (!received.EndsWith("\r\n\r\n", StringComparison.Ordinal))
                    continue;
                received = "";
                var reaction = await react(Interlocked.Increment(ref requests), connection);
                if (reaction is Reaction.Answer or Reaction.AnswerAndClose or Reaction.AnswerSayingThatItCloses)
                {
                    var header = reaction == Reaction.AnswerSayingThatItCloses ? "Connection: close\r\n" : "";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 202 Accepted\r\n{header}Content-Length: 0\r\n\r\n"), end.Token);
                }

                if (reaction is not (Reaction.Answer or Reaction.Ignore))
                    return;
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The test, or the load, has ended.
        }
    }
}
