using FlashFlow.Load;
using static FlashFlow.Tools.Tests.Load.ScriptedServer;

namespace FlashFlow.Tools.Tests.Load;

/// <summary>What a closed loop tells of each second.</summary>
public sealed class LoadSecondsTests
{
    [Fact]
    public async Task A_slow_first_second_does_not_show_in_what_comes_after_it()
    {
        await using var server = new ScriptedServer(async (request, _) =>
        {
            if (request == 1)
                await Task.Delay(300);
            return Reaction.Answer;
        });

        var report = await LoadGenerator.RunAsync(new() { Uri = server.Address, Path = "/", Connections = 1, Duration = TimeSpan.FromSeconds(1.5) });

        Assert.Equal(2, report.BySecond.Count);
        Assert.Equal(report.Requests, report.BySecond.Sum(second => second.Answers));
        Assert.True(report.FirstSecond.Slowest >= TimeSpan.FromSeconds(0.29), $"The slowest answer of the first second took {report.FirstSecond.Slowest}.");
        Assert.Equal(report.FirstSecond.Slowest.TotalMilliseconds, report.Latency.Max.TotalMilliseconds, report.Latency.Max.TotalMilliseconds / 100);
        Assert.True(report.LaterLatency.Max < TimeSpan.FromSeconds(0.29), $"The slowest answer after it took {report.LaterLatency.Max}.");
        Assert.Equal(report.BySecond[1].Answers / (report.Seconds - 1), report.LaterPerSecond, 0.001);
    }

    [Fact]
    public async Task A_run_that_is_over_within_a_second_has_nothing_after_it()
    {
        await using var server = new ScriptedServer((_, _) => new(Reaction.Answer));

        var report = await LoadGenerator.RunAsync(new() { Uri = server.Address, Path = "/", Connections = 1, Duration = TimeSpan.FromSeconds(5), MaxRequests = 3 });

        Assert.Equal(3, report.FirstSecond.Answers);
        Assert.Equal((0, TimeSpan.Zero), (report.LaterPerSecond, report.LaterLatency.Max));
    }
}
