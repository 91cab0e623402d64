namespace FlashFlow.Load;

/// <summary>What a closed loop sends, request by request, where one request again and again would not do. Asked on the generator's one
/// thread: what it costs is load not generated.</summary>
public interface IRequestSource
{
    /// <summary>The bytes of the next request, valid until the next call.</summary>
    ReadOnlySpan<byte> Next();
}
