namespace FlashFlow.Core.Tests.Draining;

public sealed class BackoffTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public async Task Pauses_double_up_to_the_longest()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(300), time);
        foreach (var expected in new[] { 50, 100, 200, 300, 300 })
            await WaitsAsync(backoff, expected);
    }

    [Fact]
    public async Task A_reset_begins_with_the_shortest_again()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(2), time);
        await WaitsAsync(backoff, 50);
        await WaitsAsync(backoff, 100);
        backoff.Reset();
        await WaitsAsync(backoff, 50);
    }

    [Fact]
    public async Task No_pause_is_longer_than_the_longest() =>
        await WaitsAsync(new(TimeSpan.FromMilliseconds(10), time), 10);

    [Fact]
    public async Task A_pause_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var pause = new Backoff(TimeSpan.FromSeconds(2), time).WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pause.Within("the cancelled pause"));
    }

    private async Task WaitsAsync(Backoff backoff, int milliseconds)
    {
        var pause = backoff.WaitAsync(CancellationToken.None);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), await time.NextTimerAsync("a pause"));
        time.Advance(milliseconds - 1);
        Assert.False(pause.IsCompleted);
        time.Advance(1);
        await pause.Within("the pause's end");
    }
}
