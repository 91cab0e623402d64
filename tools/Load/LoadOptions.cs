namespace FlashFlow.Load;

/// <summary>What the load generator does.</summary>
public sealed record LoadOptions
{
    /// <summary>Where the load goes: scheme, host and port of <c>http://</c> on a loopback address.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The request method; not HEAD or CONNECT, whose answers are framed otherwise.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The request target, starting with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Headers beside Host and Content-Length, which the generator writes itself.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, the same in every request.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Of a closed loop, requests that differ; null: method, path, headers and body make the one that is sent again and again.</summary>
    public IRequestSource? Requests { get; init; }

    /// <summary>Connections, each with one request on its way at a time; at least 1.</summary>
    public int Connections { get; init; } = 100;

    /// <summary>How long new requests are sent; more than zero.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most requests in all, or null for as many as fit in <see cref="Duration"/>.</summary>
    public long? MaxRequests { get; init; }

    /// <summary>How long an answer that is still due after the last request is waited for; then it counts as an error.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
