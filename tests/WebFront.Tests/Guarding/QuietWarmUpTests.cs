using FlashFlow.WebFront.Guarding;
using System.Collections.Concurrent;
using FlashFlow.Core.Guarding;
using FlashFlow.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace FlashFlow.WebFront.Tests.Guarding;

/// <summary>What the log tells of the warm-up while the cluster is away.</summary>
public sealed class QuietWarmUpTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_cluster_that_is_away_makes_no_warning_of_a_product_that_nobody_sells()
    {
        var log = new LogBook();
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            services => services
                .AddSingleton<ILoggerProvider>(log)
                .AddSingleton(provider => new GrainLedger(new StandInGrainFactory(key: null, new AwayGrain()), provider.GetRequiredService<StallWatch>()))
                .AddSingleton(new RehearsalGrainLedger(new StandInGrainFactory(key: null, new AwayGrain()))),
            ("FlashFlow:Cluster:DeadlineMilliseconds", "200"),
            ("FlashFlow:Front:WarmUpMilliseconds", "60000"));
        await Eventually.SeesAsync("the end of the warm-up", () => front.GetAsync("/health/ready"), answer => answer.Status == 200);
        await Sandbox.StartSaleAsync(Product, stock: 1);
        (await front.BuyAsync(Product)).IsProblemForNow("outcome_unknown");

        Assert.Contains(Product, log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("warm-up-", log.Text, StringComparison.Ordinal);
    }

    /// <summary>No silo answers.</summary>
    private sealed class AwayGrain : IProductGrain, IRehearsalGrain
    {
        public Task<OperationReplies> DecideAsync(OperationBatch batch) => throw new OrleansException("No silo answers.");

        public Task ForgetSoldOutAsync() => throw new OrleansException("No silo answers.");
    }

    /// <summary>All that is written, by whoever writes it.</summary>
    private sealed class LogBook : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public string Text => string.Join('\n', lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
