using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Testing;

/// <summary>
/// A line to a server that a test can hold still. What is sent meanwhile arrives when it is let go, as with a server that was stopped
/// by SIGSTOP, but no other test notices.
/// </summary>
public sealed class HoldableLine : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Func<Socket> dial;
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;
    private TaskCompletionSource passing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="server">Where the line ends.</param>
    /// <param name="port">Where it begins; 0 for any free port.</param>
    public HoldableLine(EndPoint server, int port = 0)
        : this(server, new TcpListener(IPAddress.Loopback, port))
    {
    }

    /// <param name="server">Where the line ends.</param>
    /// <param name="listener">Where it begins.</param>
    /// <param name="dial">Makes the sockets that connect to the server; without it they are of this process's network.</param>
    public HoldableLine(EndPoint server, TcpListener listener, Func<Socket>? dial = null)
    {
        Server = server;
        this.listener = listener;
        this.dial = dial ?? (() => new(SocketType.Stream, ProtocolType.Tcp));
        LetGo();
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where the line ends for whoever connects from now on.</summary>
    public EndPoint Server { get; set; }

    /// <summary>Where the line begins, as <c>host:port</c>.</summary>
    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>How many have connected so far.</summary>
    public int Connections { get; private set; }

    public void Hold() => passing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => passing.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting.Within("the end of the line");
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passages = new List<Task>();
        try
        {
            for (; ; Connections++)
                passages.Add(ConnectAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passages);
        }
    }

    private async Task ConnectAsync(Socket caller)
    {
        using var callee = dial();
        callee.NoDelay = true;
        using (caller)
        {
            try
            {
                await callee.ConnectAsync(Server, end.Token);
                await Task.WhenAny(PassAsync(caller, callee, isHoldable: true), PassAsync(callee, caller, isHoldable: false));
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException)
            {
                // The line is cut.
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isHoldable)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, end.Token) is > 0 and var length)
        {
            if (isHoldable)
                await passing.Task.WaitAsync(end.Token);
            for (var sent = 0; sent < length;)
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), end.Token);
        }
    }
}
