using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Error replies by which Redis says that it did nothing (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors).
/// They come before a command or script has changed anything. Any other error may have come in the middle of a script.
/// </summary>
internal static class RedisRefusal
{
    /// <summary>A server that answers and may not write.</summary>
    public const string Demoted = "Redis is a read-only replica";

    /// <summary>The code of a server that has forgotten the script.</summary>
    public const string NoScript = "NOSCRIPT";

    /// <summary>The code of a server that does not have the keys; another one of the cluster has.</summary>
    public const string Moved = "MOVED";

    // So the client tells it, where it was not to follow.
    private const string MovedInWords = "Key has MOVED";

    private const string ReadOnly = "READONLY";
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        [ReadOnly] = Demoted,
        ["OOM"] = "Redis is full: maxmemory is reached",
        ["MISCONF"] = "Redis cannot write to its disk",
        ["LOADING"] = "Redis is reading its data",
        ["MASTERDOWN"] = "Redis is a replica that has lost its primary",
        ["NOREPLICAS"] = "Redis has too few replicas to write",
        ["CLUSTERDOWN"] = "the Redis cluster is down",
        ["TRYAGAIN"] = "the Redis cluster is moving the keys",
        [Moved] = "the Redis cluster has the keys elsewhere",
        ["ASK"] = "the Redis cluster is moving the keys",
        ["BUSY"] = "Redis is busy with a script",
        ["NOAUTH"] = "Redis asks for a password",
        ["WRONGPASS"] = "Redis refuses the password",
        ["NOPERM"] = "Redis refuses this user the command",
        [NoScript] = "Redis has forgotten the script",
    };

    // On an error that a script's own call met, Redis says in which line; the lines before may have changed something.
    private const string InMidScript = "on @user_script:";

    /// <summary>The code of a reply: its first word.</summary>
    public static string Code(RedisServerException reply)
    {
        if (reply.Message.StartsWith(MovedInWords, StringComparison.Ordinal))
            return Moved;
        var end = reply.Message.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? reply.Message : reply.Message[..end];
    }

    /// <summary>Why Redis did nothing, in a sentence; null when it does not say that.</summary>
    public static string? Describe(RedisServerException reply) =>
        Reasons.TryGetValue(Code(reply), out var reason) && !reply.Message.Contains(InMidScript, StringComparison.Ordinal)
            ? $"{reason} ({reply.Message})"
            : null;

    /// <summary>Whether the server answers but is not the one that may write: it may be found elsewhere by now.</summary>
    public static bool IsDemotion(RedisServerException reply) => Code(reply) is ReadOnly or "MASTERDOWN";

    /// <summary>Whether this server has the command for nobody, or not for this user, as managed ones often do.</summary>
    public static bool IsForbidden(RedisServerException reply) =>
        Code(reply) == "NOPERM" || reply.Message.StartsWith("ERR unknown command", StringComparison.Ordinal);
}
