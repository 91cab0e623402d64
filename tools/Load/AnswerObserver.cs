namespace FlashFlow.Load;

/// <summary>Sees every answer as it arrives, on the generator's one thread: what it costs is load not generated.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The body, valid until the observer returns.</param>
public delegate void AnswerObserver(int status, ReadOnlySpan<byte> body);
