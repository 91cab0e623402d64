namespace FlashFlow.Load;

/// <summary>What a closed loop sends, request by request, where one request again and again would not do. Asked on the generator's one
/// thread: what it costs is load not generated.</summary>
public interface IRequestSource
{
    /// <summary>The bytes of the next request, valid until the next call.</summary>
    ReadOnlySpan<byte> Next();

    /// <summary>Hears each answer, before the request that its connection sends next is asked for.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body, valid until it returns.</param>
    void Hear(int status, ReadOnlySpan<byte> body)
    {
    }
}
