using System.Net;
using System.Net.Sockets;

namespace FlashFlow.WebFront.Tests;

/// <summary>
/// A line to a server that a test can hold still. What is sent meanwhile arrives when it is let go, as with a server that was stopped
/// by SIGSTOP, but no other test notices.
/// </summary>
internal sealed class HoldableLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly EndPoint server;
    private readonly Task accepting;
    private TaskCompletionSource passing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HoldableLine(EndPoint server)
    {
        this.server = server;
        LetGo();
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where the line begins, as <c>host:port</c>.</summary>
    public string Address => listener.LocalEndpoint.ToString()!;

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
            while (true)
                passages.Add(ConnectAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passages);
        }
    }

    private async Task ConnectAsync(Socket caller)
    {
        using var callee = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (caller)
        {
            try
            {
                await callee.ConnectAsync(server, end.Token);
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
