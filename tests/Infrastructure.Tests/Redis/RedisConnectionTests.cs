using System.Text;
using FlashFlow.Core.Guarding;
using FlashFlow.Infrastructure.Redis;
using FlashFlow.Supervisor.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Tests.Redis;

public sealed class RedisConnectionTests
{
    public static TheoryData<Exception> Failures => new(
        new InvalidOperationException("Writing is not allowed after writer was completed."), // seen when Redis was killed during a write
        new ObjectDisposedException("connection"),
        new IOException("The pipe broke."),
        new OperationCanceledException());

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task G7_whatever_the_client_fails_with_the_ledger_is_unavailable(Exception failure)
    {
        using var redis = new RedisConnection(new RedisOptions { Configuration = RealServices.Redis }, TimeProvider.System, NullLogger<RedisConnection>.Instance);

        var told = await Assert.ThrowsAsync<LedgerUnavailableException>(() => redis.CallAsync<bool>(_ => throw failure));

        Assert.Same(failure, told.InnerException);
    }

    [Fact]
    public async Task Whoever_connects_does_not_wait_and_the_first_call_does()
    {
        await using var line = new HoldableLine(RealServices.RedisEndPoint);
        line.Hold();
        using var redis = Connect(line.Address);
        var call = PingAsync(redis);
        Assert.False(call.IsCompleted);

        line.LetGo();
        await call.Within("the first call's answer");
    }

    [Fact]
    public async Task What_was_asked_before_Redis_was_there_is_refused_and_never_done()
    {
        var port = FreePort.Find();
        var key = $"late-{Guid.NewGuid():N}";
        using var redis = Connect($"127.0.0.1:{port}", milliseconds: 2_000);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => redis.CallAsync(database => database.StringIncrementAsync(key)));

        await using var line = new HoldableLine(RealServices.RedisEndPoint, port);
        await IsThereAsync(redis);
        Assert.False(await redis.CallAsync(database => database.KeyExistsAsync(key)));
    }

    [Fact]
    public async Task A_channel_that_was_subscribed_to_before_Redis_was_there_is_heard()
    {
        var port = FreePort.Find();
        var channel = RedisChannel.Literal($"late-{Guid.NewGuid():N}");
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var redis = Connect($"127.0.0.1:{port}", milliseconds: 2_000);
        await redis.SubscribeAsync(channel, message => heard.TrySetResult(Encoding.UTF8.GetString(message)));

        await using var line = new HoldableLine(RealServices.RedisEndPoint, port);
        using var other = Connect(RealServices.Redis);
        await Eventually.HoldsAsync("a listener", () => other.CallAsync(async database => await database.PublishAsync(channel, "news") > 0));
        Assert.Equal("news", await heard.Task.Within("the news"));
    }

    [Fact]
    public async Task Redis_is_read_and_written_by_threads_of_its_own()
    {
        using var redis = Connect(RealServices.Redis);
        await PingAsync(redis);

        var threads = Directory.GetDirectories("/proc/self/task").Select(task => File.ReadAllText(Path.Combine(task, "comm")).Trim()).ToArray();
        Assert.Contains("SE.Redis Sync R", threads);
        Assert.Contains("SE.Redis Sync W", threads);
    }

    private static RedisConnection Connect(string where, int milliseconds = 10_000) =>
        new(new RedisOptions { Configuration = where, DeadlineMilliseconds = milliseconds }, TimeProvider.System, NullLogger<RedisConnection>.Instance);

    private static Task<TimeSpan> PingAsync(RedisConnection redis) => redis.CallAsync(database => database.PingAsync());

    private static Task IsThereAsync(RedisConnection redis) =>
        Eventually.HoldsAsync(
            "Redis",
            async () =>
            {
                try
                {
                    await PingAsync(redis);
                    return true;
                }
                catch (LedgerUnavailableException)
                {
                    return false;
                }
            });
}
