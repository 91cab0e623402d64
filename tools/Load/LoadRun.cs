using System.Diagnostics;
using System.Net.Sockets;

namespace FlashFlow.Load;

/// <summary>One run of the load generator, on one thread from its first to its last line.</summary>
internal sealed class LoadRun
{
    private static readonly TimeSpan WaitForAnswers = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly LoadOptions options;
    private readonly IProgress<long>? progress;
    private readonly AnswerObserver? observer;
    private readonly IRequestSource requests;
    private readonly LoadConnection[] connections;
    private readonly Dictionary<Socket, LoadConnection> bySocket = [];
    private readonly LoadTally tally = new();
    private long startedAt;
    private long nextInterval;
    private long sent;

    public LoadRun(LoadOptions options, LoadTarget target, IRequestSource requests, IProgress<long>? progress, AnswerObserver? observer)
    {
        this.options = options;
        this.progress = progress;
        this.observer = observer;
        this.requests = requests;
        connections = [.. Enumerable.Range(0, options.Connections).Select(_ => new LoadConnection(target))];
    }

    private bool MaySend => Stopwatch.GetElapsedTime(startedAt) < options.Duration && (options.MaxRequests is not { } max || sent < max);

    public LoadReport Run(CancellationToken cancellation)
    {
        try
        {
            ConnectAll(cancellation);
            startedAt = Stopwatch.GetTimestamp();
            tally.Begin(startedAt);
            var processorTime = ThreadTime.Read();
            foreach (var connection in connections)
                Send(connection);
            Loop(cancellation);
            return tally.ToReport(ThreadTime.Read() - processorTime);
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    private void ConnectAll(CancellationToken cancellation)
    {
        foreach (var connection in connections)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                bySocket.Add(connection.Connect(), connection);
            }
            catch (SocketException failure)
            {
                throw new LoadRefusedException($"{options.Uri} takes no connections: {failure.Message}.", failure);
            }
        }
    }

    private void Loop(CancellationToken cancellation)
    {
        var waiting = new List<Socket>(connections.Length);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            waiting.Clear();
            foreach (var connection in connections)
            {
                if (connection.IsWaiting)
                    waiting.Add(connection.Socket!);
            }

            if (waiting.Count > 0)
                Socket.Select(waiting, null, null, WaitForAnswers);
            else if (MaySend)
                Thread.Sleep(WaitForAnswers);
            else
                return;

            foreach (var socket in waiting)
                Receive(bySocket[socket]);
            if (Stopwatch.GetTimestamp() >= nextInterval)
                DoEveryInterval();
        }
    }

    private void Receive(LoadConnection connection)
    {
        Answer answer;
        long ticks;
        try
        {
            if (!connection.TryReceive(out answer, out ticks))
                return;
        }
        catch (Exception failure) when (failure is SocketException or InvalidDataException)
        {
            Fail(connection, failure.Message);
            return;
        }

        tally.Add(answer.Status, ticks, Stopwatch.GetTimestamp());
        observer?.Invoke(answer.Status, answer.Body);
        requests.Hear(answer.Status, answer.Body);
        if (answer.Closes)
            Drop(connection);
        Send(connection);
    }

    private void Send(LoadConnection connection)
    {
        if (!MaySend)
            return;
        try
        {
            if (connection.Socket is null)
                bySocket.Add(connection.Connect(), connection);
            connection.Send(requests.Next());
            sent++;
        }
        catch (SocketException failure)
        {
            Fail(connection, failure.Message);
        }
    }

    private void DoEveryInterval()
    {
        nextInterval = Stopwatch.GetTimestamp() + (long)(Interval.TotalSeconds * Stopwatch.Frequency);
        progress?.Report(tally.Answers);

        var isOver = Stopwatch.GetElapsedTime(startedAt) >= options.Duration + options.Grace;
        foreach (var connection in connections)
        {
            if (isOver && connection.IsWaiting)
                Fail(connection, $"still no answer {options.Grace.TotalSeconds:0.#} s after the end");
            else if (connection.Socket is null)
                Send(connection); // It broke; a server that comes back is found again.
        }
    }

    private void Fail(LoadConnection connection, string reason)
    {
        tally.AddError(reason);
        Drop(connection);
    }

    private void Drop(LoadConnection connection)
    {
        if (connection.Socket is { } socket)
            bySocket.Remove(socket);
        connection.Dispose();
    }
}
