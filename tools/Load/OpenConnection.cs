using System.Net.Sockets;

namespace FlashFlow.Load;

/// <summary>One of the many connections of an open loop: at most one request is on its way, and its answer is received when it comes.</summary>
internal sealed class OpenConnection : IDisposable
{
    private const int MaxAnswerLength = 64 * 1024;

    private readonly LoadTarget target;
    private readonly ReadOnlyMemory<byte> request;
    private readonly Action<OpenConnection> becomesIdle;
    private readonly SocketAsyncEventArgs receiving = new();
    private byte[] buffer = new byte[1_024];
    private Socket? socket;
    private OpenLoadTally? stage;
    private long dueAt;
    private int received;
    private int isIdle;
    private bool wasAnswered;
    private volatile bool isDisposed;

    /// <param name="target">Where it goes.</param>
    /// <param name="request">The one request that it sends.</param>
    /// <param name="becomesIdle">Told whenever the next request may be sent.</param>
    public OpenConnection(LoadTarget target, ReadOnlyMemory<byte> request, Action<OpenConnection> becomesIdle)
    {
        this.target = target;
        this.request = request;
        this.becomesIdle = becomesIdle;
        receiving.Completed += (_, _) => ReceiveAll();
    }

    /// <summary>Where it goes.</summary>
    public Uri Uri => target.Uri;

    /// <summary>Opens it.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public void Connect()
    {
        socket = target.Connect();
        received = 0;
        wasAnswered = false;
        BecomeIdle();
        if (!ReceiveLater())
            ThreadPool.UnsafeQueueUserWorkItem(connection => connection.ReceiveAll(), this, preferLocal: false);
    }

    /// <summary>Sends the request; only while it is idle.</summary>
    public void Send(OpenLoadTally tally, long due)
    {
        Volatile.Write(ref isIdle, 0);
        dueAt = due;
        Volatile.Write(ref stage, tally);
        try
        {
            for (var sent = 0; sent < request.Length;)
                sent += socket!.Send(request.Span[sent..]);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Whoever receives is told as well, and opens it anew.
            Settle(failure.Message);
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        socket?.Dispose();
    }

    // One at a time: the next receive begins when the last one has been dealt with.
    private void ReceiveAll()
    {
        do
        {
            if (receiving.SocketError != SocketError.Success || receiving.BytesTransferred == 0)
            {
                Reconnect(receiving.SocketError == SocketError.Success ? "the connection was closed" : $"the connection broke: {receiving.SocketError}");
                return;
            }

            received += receiving.BytesTransferred;
            try
            {
                TakeAnswer();
            }
            catch (InvalidDataException failure)
            {
                Reconnect(failure.Message);
                return;
            }
        }
        while (!isDisposed && !ReceiveLater());
    }

    private void TakeAnswer()
    {
        if (!AnswerParser.TryParse(buffer.AsSpan(0, received), out var answer))
            return;
        if (Interlocked.Exchange(ref stage, null) is not { } tally)
            throw new InvalidDataException($"a {answer.Status} came that nobody had asked for");

        tally.Add(dueAt, answer);
        received = 0;
        wasAnswered = true;
        if (!answer.Closes)
            BecomeIdle();
    }

    // One that was closed while it was idle still stands in the line.
    private void BecomeIdle()
    {
        if (Interlocked.Exchange(ref isIdle, 1) == 0)
            becomesIdle(this);
    }

    private bool ReceiveLater()
    {
        if (received == buffer.Length)
            Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxAnswerLength));
        receiving.SetBuffer(buffer, received, buffer.Length - received);
        try
        {
            return socket!.ReceiveAsync(receiving);
        }
        catch (ObjectDisposedException)
        {
            return true; // The load has ended.
        }
    }

    private void Reconnect(string reason)
    {
        if (isDisposed)
            return;
        Settle(reason);
        socket!.Dispose();
        if (!wasAnswered)
            return; // A front that closes what it has just taken is not knocked at again and again.
        try
        {
            Connect();
        }
        catch (SocketException)
        {
            // It stays closed, and what would have been sent on it counts as not sent.
        }
    }

    private void Settle(string reason) => Interlocked.Exchange(ref stage, null)?.Fail(reason);
}
