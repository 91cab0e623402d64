namespace FlashFlow.Load;

/// <summary>One request, again and again.</summary>
internal sealed class FixedRequest(byte[] request) : IRequestSource
{
    public ReadOnlySpan<byte> Next() => request;
}
