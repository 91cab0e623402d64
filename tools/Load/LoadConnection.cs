using System.Diagnostics;
using System.Net.Sockets;

namespace FlashFlow.Load;

/// <summary>One connection of a closed loop: at most one request is on its way.</summary>
internal sealed class LoadConnection(LoadTarget target) : IDisposable
{
    private const int MaxAnswerLength = 16 * 1024 * 1024;

    private byte[] buffer = new byte[4_096];
    private int received;
    private long sentAt;

    /// <summary>Null while it is not connected.</summary>
    public Socket? Socket { get; private set; }

    /// <summary>A request is on its way and its answer due.</summary>
    public bool IsWaiting { get; private set; }

    /// <exception cref="SocketException">Nobody listens.</exception>
    public Socket Connect() => Socket = target.Connect();

    /// <summary>Sends a request.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        sentAt = Stopwatch.GetTimestamp();
        IsWaiting = true;
        for (var sent = 0; sent < request.Length;)
            sent += Socket!.Send(request[sent..]);
    }

    /// <summary>Reads what has arrived; true when the answer is complete, with the time it took in <see cref="Stopwatch"/> ticks.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="InvalidDataException">What came is no answer.</exception>
    public bool TryReceive(out Answer answer, out long ticks)
    {
        if (received == buffer.Length)
            Grow();
        var count = Socket!.Receive(buffer.AsSpan(received));
        if (count == 0)
            throw new InvalidDataException("the connection was closed before the answer was complete");

        received += count;
        ticks = 0;
        if (!AnswerParser.TryParse(buffer.AsSpan(0, received), out answer))
            return false;

        ticks = Stopwatch.GetTimestamp() - sentAt;
        received = 0;
        IsWaiting = false;
        return true;
    }

    /// <summary>Drops the connection and whatever answer was due on it.</summary>
    public void Dispose()
    {
        Socket?.Dispose();
        Socket = null;
        IsWaiting = false;
        received = 0;
    }

    private void Grow()
    {
        if (buffer.Length >= MaxAnswerLength)
            throw new InvalidDataException($"an answer was longer than {MaxAnswerLength} bytes");
        Array.Resize(ref buffer, buffer.Length * 2);
    }
}
