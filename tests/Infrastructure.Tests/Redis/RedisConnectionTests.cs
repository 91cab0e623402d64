using FlashFlow.Core.Guarding;
using FlashFlow.Infrastructure.Redis;

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
        using var redis = new RedisConnection(new RedisOptions { Configuration = RealServices.Redis }, TimeProvider.System);

        var told = await Assert.ThrowsAsync<LedgerUnavailableException>(() => redis.CallAsync<bool>(_ => throw failure));

        Assert.Same(failure, told.InnerException);
    }
}
