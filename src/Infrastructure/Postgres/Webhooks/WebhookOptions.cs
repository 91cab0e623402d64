using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>How events are sent to endpoints. Section <c>FlashFlow:Webhooks</c>.</summary>
public sealed record WebhookOptions
{
    /// <summary>Whether a drain sends messages; several may, and share the work.</summary>
    public bool Deliver { get; init; } = true;

    /// <summary>
    /// Endpoints may have addresses of private networks and of this machine, and may be reached without TLS. Otherwise such an address is
    /// refused when it is connected to, whatever the name is.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How long an endpoint may take to answer, in milliseconds.</summary>
    [Range(100, 60_000)]
    public int TimeoutMilliseconds { get; init; } = 15_000;

    /// <summary>Sales of one endpoint of which it is told side by side, by one process.</summary>
    [Range(1, 256)]
    public int SalesAtOnce { get; init; } = 8;

    /// <summary>Pause after a message was refused for the first time, in milliseconds; it doubles from time to time.</summary>
    [Range(10, 600_000)]
    public int FirstPauseMilliseconds { get; init; } = 1_000;

    /// <summary>Longest such pause, in seconds.</summary>
    [Range(1, 86_400)]
    public int LongestPauseSeconds { get; init; } = 3_600;

    /// <summary>After so many hours a message that is refused is not tried any more, and its sale is stopped for the endpoint.</summary>
    [Range(1, 720)]
    public int GiveUpHours { get; init; } = 72;

    /// <summary>How long a process that delivers is waited for before another takes its place: longer than an answer may take.</summary>
    public TimeSpan Lease => Timeout + TimeSpan.FromSeconds(5);

    /// <summary>How long an endpoint may take to answer.</summary>
    public TimeSpan Timeout => TimeSpan.FromMilliseconds(TimeoutMilliseconds);
}
