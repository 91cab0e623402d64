using FlashFlow.Core.Guarding;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlashFlow.WebFront.Tests.Errors;

public sealed class FailuresTests : ILogger<Failures>
{
    private readonly StoppedClock time = new();
    private readonly List<string> log = [];
    private readonly Failures failures;

    public FailuresTests() => failures = new(this, time);

    [Fact]
    public async Task However_many_calls_fail_for_want_of_a_server_one_line_a_second_tells_of_it()
    {
        for (var i = 0; i < 1_000; i++)
            Assert.Equal(503, await AnswerAsync());
        time.Seconds++;
        await AnswerAsync();

        Assert.Equal(
            [
                "A call was answered 503: Redis is away (since the last such line 0 others were)",
                "A call was answered 503: Redis is away (since the last such line 999 others were)",
            ],
            log);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Add(formatter(state, exception));

    private async Task<int> AnswerAsync()
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        await failures.TryHandleAsync(context, new LedgerUnavailableException("Redis is away"), CancellationToken.None);
        return context.Response.StatusCode;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
