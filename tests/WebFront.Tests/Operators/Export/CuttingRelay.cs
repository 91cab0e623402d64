using System.Net;
using System.Net.Sockets;

namespace FlashFlow.WebFront.Tests.Operators.Export;

/// <summary>A way to a front that breaks the first long answer off.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Uri front;
    private readonly int cutAfter;
    private readonly Func<Task> whenCut;
    private readonly Task running;
    private int cuts;

    /// <param name="front">Where it leads.</param>
    /// <param name="cutAfter">Bytes of the answer that get through.</param>
    /// <param name="whenCut">Done before who reads learns of it.</param>
    public CuttingRelay(Uri front, int cutAfter, Func<Task>? whenCut = null)
    {
        (this.front, this.cutAfter, this.whenCut) = (front, cutAfter, whenCut ?? (() => Task.CompletedTask));
        listener.Start();
        running = RunAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}");

    /// <summary>How many answers it has broken off.</summary>
    public int Cuts => cuts;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
            _ = RelayAsync(await listener.AcceptTcpClientAsync(end.Token));
    }

    private async Task RelayAsync(TcpClient reader)
    {
        using var near = reader;
        using var far = new TcpClient();
        await far.ConnectAsync(front.Host, front.Port, end.Token);
        await using var asked = near.GetStream();
        await using var answered = far.GetStream();
        var asking = asked.CopyToAsync(answered, end.Token);
        var buffer = new byte[16 * 1024];
        for (var bytes = 0; await answered.ReadAsync(buffer, end.Token) is > 0 and var count; bytes += count)
        {
            if (bytes > cutAfter && Interlocked.CompareExchange(ref cuts, 1, 0) == 0)
            {
                await whenCut();
                return;
            }

            await asked.WriteAsync(buffer.AsMemory(0, count), end.Token);
        }

        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
