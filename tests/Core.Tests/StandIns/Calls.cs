using System.Threading.Channels;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The calls that a stand-in received. Each one waits until the test answers it.</summary>
public sealed class Calls<TRequest, TReply>
{
    private readonly Channel<Call<TRequest, TReply>> received = Channel.CreateUnbounded<Call<TRequest, TReply>>();
    private int count;

    public int Count => Volatile.Read(ref count);

    public Task<TReply> ReceiveAsync(TRequest request)
    {
        var call = new Call<TRequest, TReply>(request);
        Interlocked.Increment(ref count);
        received.Writer.TryWrite(call);
        return call.Reply;
    }

    public Task<Call<TRequest, TReply>> NextAsync() => received.Reader.ReadAsync().Within($"the next call, after {Count}");
}

public sealed class Call<TRequest, TReply>(TRequest request)
{
    private readonly TaskCompletionSource<TReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TRequest Request => request;

    public Task<TReply> Reply => reply.Task;

    public void Return(TReply value) => reply.SetResult(value);

    public void Throw(Exception failure) => reply.SetException(failure);
}
