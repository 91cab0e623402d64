using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FlashFlow.WebFront.Limits;

/// <summary>How many callers the front listens to, and how long to slow ones. Section <c>FlashFlow:Connections</c>.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Most open connections, watchers of <c>/live</c> included; the next one is closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxOpen { get; init; } = 20_000;

    /// <summary>Most connections that wait to be accepted; the kernel's <c>net.core.somaxconn</c> bounds it too.</summary>
    [Range(1, 65_535)]
    public int Backlog { get; init; } = 4_096;

    /// <summary>How long a request's head may take to arrive, in seconds.</summary>
    [Range(1, 600)]
    public int HeadSeconds { get; init; } = 10;

    /// <summary>How long a connection may stay idle between two requests, in seconds.</summary>
    [Range(1, 3_600)]
    public int IdleSeconds { get; init; } = 120;

    /// <summary>Slowest body, and slowest reader of an answer, in bytes per second.</summary>
    [Range(1, 1_000_000)]
    public int MinBytesPerSecond { get; init; } = 240;

    /// <summary>How long a body or a reader may be slower than that, in seconds.</summary>
    [Range(2, 600)] // Kestrel looks once a second.
    public int SlownessSeconds { get; init; } = 5;

    /// <summary>Most bytes in all headers of a request.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxHeaderBytes { get; init; } = 16_384;

    /// <summary>Most headers of a request.</summary>
    [Range(8, 1_000)]
    public int MaxHeaders { get; init; } = 64;

    /// <summary>Sets the server's limits.</summary>
    internal void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MaxOpen;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeadSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(IdleSeconds);
        limits.MinRequestBodyDataRate = new(MinBytesPerSecond, TimeSpan.FromSeconds(SlownessSeconds));
        limits.MinResponseDataRate = new(MinBytesPerSecond, TimeSpan.FromSeconds(SlownessSeconds));
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
    }

    /// <summary>Sets the limits of the listening socket, and lets calls run on the threads that receive them.</summary>
    internal void Apply(SocketTransportOptions sockets)
    {
        sockets.Backlog = Backlog;

        // Nothing here blocks a thread, and in an overload each hand-over waits behind thousands of requests.
        sockets.UnsafePreferInlineScheduling = true;

        // A buffer of 4 KB for each open connection, and one system call less for each request.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }
}
