using FlashFlow.Tools.Engine;

namespace FlashFlow.Tools.Bench;

/// <summary>What Redis tells of itself (<c>INFO</c>).</summary>
internal static class RedisInfo
{
    /// <summary>One value of a section.</summary>
    /// <exception cref="Core.Guarding.LedgerUnavailableException">Redis does not answer.</exception>
    public static async Task<string> ReadAsync(EngineAccess engine, string section, string name)
    {
        var info = (string?)await engine.Redis.CallAsync(redis => redis.ExecuteAsync("INFO", section)) ?? "";
        await Task.Yield(); // off the Redis client's reader, which must not be kept
        var beginning = $"{name}:";
        return info.Split('\n', StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))?[beginning.Length..] ?? "unknown";
    }
}
