using System.Threading.Channels;
using FlashFlow.Infrastructure.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace FlashFlow.Infrastructure.Tests.Hosting;

/// <summary>When a process looks for what is not to be kept any more.</summary>
public sealed class RetentionServiceTests : SandboxTests
{
    private const int Long = 40;

    private readonly PressedClock clock = new();

    [Fact]
    public async Task It_looks_at_once_and_every_hour_and_in_a_minute_again_where_somebody_reads()
    {
        var first = await SellAsync("phone");
        var second = await SellAsync("phone");
        await SellAsync("phone");
        await Sandbox.AgeAsync(first, Long);
        Sandbox.Settings["FlashFlow:Store:KeepDays"] = "30";
        await using var services = Build();
        var retention = Find(services);

        await retention.StartAsync(CancellationToken.None);
        Assert.Equal(TimeSpan.FromHours(1), await clock.NextAsync("the first look"));
        Assert.Equal([first], await PrunedAsync());

        await Sandbox.AgeAsync(second, Long);
        await using (var reader = await Sandbox.Database.OpenConnectionAsync())
        {
            await using var reading = await reader.BeginTransactionAsync();
            await using (var read = new NpgsqlCommand("SELECT count(*) FROM orders", reader))
                await read.ExecuteScalarAsync();
            clock.Press();
            Assert.Equal(TimeSpan.FromMinutes(1), await clock.NextAsync("a look while somebody reads"));
            Assert.Equal([first], await PrunedAsync());
        }

        clock.Press();
        Assert.Equal(TimeSpan.FromHours(1), await clock.NextAsync("the look after it"));
        Assert.Equal([first, second], await PrunedAsync());
        await retention.StopAsync(CancellationToken.None).Within("the service to stop");
    }

    [Fact]
    public async Task Where_all_is_kept_for_ever_it_never_looks()
    {
        var old = await SellAsync("phone");
        await SellAsync("phone");
        await Sandbox.AgeAsync(old, Long);
        await using var services = Build();
        var retention = Find(services);

        await retention.StartAsync(CancellationToken.None);
        await retention.ExecuteTask!.Within("the service to end by itself");

        Assert.Empty(await PrunedAsync());
    }

    private ServiceProvider Build() => Sandbox.BuildServices(services => services.AddRetention().AddSingleton<TimeProvider>(clock));

    private static BackgroundService Find(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<BackgroundService>().Single(service => service.GetType().Name == "RetentionService");

    private Task<List<long>> PrunedAsync() => Sandbox.ListAsync("SELECT epoch FROM pruned_sales ORDER BY epoch", row => (long)row.GetInt32(0));

    // A sale of one order in a part of its own.
    private async Task<long> SellAsync(string product)
    {
        await Sandbox.OpenPartAsync();
        var epoch = await Sandbox.StartSaleAsync(product, stock: 10);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch, first: 1, count: 1)], [], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
        return epoch;
    }

    /// <summary>A clock whose timers fire when they are told to.</summary>
    private sealed class PressedClock : TimeProvider
    {
        private readonly Channel<TimeSpan> armed = Channel.CreateUnbounded<TimeSpan>();
        private Action press = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            press = () => callback(state);
            armed.Writer.TryWrite(dueTime);
            return new Timer();
        }

        /// <summary>Waits until somebody sets a timer, and says for how long.</summary>
        public Task<TimeSpan> NextAsync(string what) => armed.Reader.ReadAsync().AsTask().Within(what);

        /// <summary>Fires the timer that was set last.</summary>
        public void Press() => press();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
