namespace FlashFlow.Load;

/// <summary>One HTTP answer, as far as a load generator looks at it.</summary>
internal readonly ref struct Answer(int status, ReadOnlySpan<byte> body, bool closes)
{
    public int Status { get; } = status;

    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>The server closes the connection after it.</summary>
    public bool Closes { get; } = closes;
}
