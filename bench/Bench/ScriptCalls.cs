using System.Globalization;
using FlashFlow.Infrastructure.Redis;
using StackExchange.Redis;

namespace FlashFlow.Bench;

/// <summary>Finds out by Redis' SLOWLOG how long calls of scripts take: the time in which it answers nobody else, without the wait for the disk.</summary>
internal sealed class ScriptCalls(RedisConnection redis)
{
    private const string Threshold = "slowlog-log-slower-than";
    private const string Length = "slowlog-max-len";
    private const int LeastMicroseconds = 1_000;
    private const int MostEntries = 10_000;

    /// <summary>Watches from now on.</summary>
    /// <exception cref="Core.Guarding.LedgerUnavailableException">Redis does not answer.</exception>
    public async Task BeginAsync()
    {
        await AskAsync("CONFIG", "SET", Length, MostEntries);
        await AskAsync("CONFIG", "SET", Threshold, LeastMicroseconds);
        await AskAsync("SLOWLOG", "RESET");
    }

    /// <summary>The calls since then that took a millisecond or more.</summary>
    /// <exception cref="Core.Guarding.LedgerUnavailableException">Redis does not answer.</exception>
    public async Task<IReadOnlyList<TimeSpan>> ReadAsync()
    {
        var entries = (RedisResult[])(await AskAsync("SLOWLOG", "GET", MostEntries.ToString(CultureInfo.InvariantCulture)))!;
        return
        [
            .. from entry in entries
               let fields = (RedisResult[])entry!
               let command = ((string[])fields[3]!)[0]
               where command.StartsWith("EVAL", StringComparison.OrdinalIgnoreCase) || command.StartsWith("FCALL", StringComparison.OrdinalIgnoreCase)
               select TimeSpan.FromMicroseconds((long)fields[2]),
        ];
    }

    private Task<RedisResult> AskAsync(string command, params object[] arguments) => redis.CallAsync(database => database.ExecuteAsync(command, arguments));
}
