using System.Diagnostics;
using FlashFlow.Testing;
using FlashFlow.Load;
using static FlashFlow.Tools.Tests.Load.ScriptedServer;

namespace FlashFlow.Tools.Tests.Load;

public sealed class OpenLoadTests
{
    private const int Accepted = 202;

    [Fact]
    public async Task Each_stage_offers_its_rate_times_its_time()
    {
        await using var server = new ScriptedServer((_, _) => new(Reaction.Answer));
        var started = Stopwatch.GetTimestamp();

        var reports = await RunAsync(server, connections: 130, new("fast", 200, Seconds(0.5)), new("slow", 100, Seconds(0.25)));

        // The last request of the second stage is due 10 ms before its end.
        Assert.True(Stopwatch.GetElapsedTime(started) >= Seconds(0.74), "the load was offered faster than its rate");
        Assert.Equal([100, 25], reports.Select(report => report.Offered));
        Assert.Equal([100, 25], reports.Select(report => report.Count(Accepted)));
        Assert.Equal(125, server.Requests);
        Assert.Equal([20, 20, 20, 20, 20], reports[0].Slices.Select(slice => slice.Accepted + slice.NotAccepted));
        Assert.All(reports, AddsUp);
    }

    [Fact]
    public async Task A_server_that_stalls_shows_in_the_latency_of_all_that_was_due_meanwhile()
    {
        const int Requests = 50;
        var allAreThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ScriptedServer(async (request, _) =>
        {
            if (request == Requests)
                allAreThere.SetResult();
            await allAreThere.Task;
            return Reaction.Answer;
        });

        var report = Assert.Single(await RunAsync(server, connections: Requests, new OpenLoadStage("stalled", 100, Seconds(0.5))));

        Assert.True(server.Requests == Requests, $"{server.Requests} requests came; {report}");

        // The last was due at 490 ms, and none was answered before.
        Assert.Equal(Requests, report.Count(Accepted));
        Assert.True(report.Latency[Accepted].Max >= Seconds(0.49), $"at most {report.Latency[Accepted].Max}");
        Assert.True(report.Latency[Accepted].P50 >= Seconds(0.24), $"median {report.Latency[Accepted].P50}");
        AddsUp(report);
    }

    [Fact]
    public async Task What_the_generator_sends_late_counts_from_when_it_was_due()
    {
        await using var server = new ScriptedServer((_, _) => new(Reaction.Answer));
        using var load = Load(server, connections: 60);

        // Told on the thread that sends: it sends nothing before this returns.
        void BeLate(OpenLoadStage stage)
        {
            var started = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(started) >= Seconds(0.3));
        }

        var report = Assert.Single(await load.RunAsync([new("late", 100, Seconds(0.5))], observer: null, BeLate, CancellationToken.None).Within("the load"));

        // Thirty were due in these 300 ms: the first waited for all of it, five more for at least 250 ms.
        Assert.Equal(50, report.Count(Accepted));
        Assert.True(report.Latency[Accepted].Max >= Seconds(0.3), $"at most {report.Latency[Accepted].Max}");
        Assert.True(report.Latency[Accepted].P90 >= Seconds(0.25), $"90th percentile {report.Latency[Accepted].P90}");
        AddsUp(report);
    }

    [Fact]
    public async Task What_is_unanswered_failed_or_not_sent_is_counted_and_nothing_is_left_out()
    {
        // The first connection hears nothing, the second is closed, and with no third one nobody is left to send.
        await using var server = new ScriptedServer((_, connection) => new(connection == 1 ? Reaction.Ignore : Reaction.CloseUnanswered));
        using var load = Load(server, connections: 2, grace: Seconds(0.3));

        var report = Assert.Single(await load.RunAsync(
            [new("broken", 50, Seconds(0.2))], observer: null, whenBegins: null, CancellationToken.None).Within("the load"));

        Assert.Equal((10, 1, 1, 8), (report.Offered, report.Unanswered, report.Errors.Values.Sum(), report.NotSent));
        Assert.Empty(report.StatusCounts);
        Assert.Equal((2, 2), (server.Connections, server.Requests));
        AddsUp(report);
    }

    [Theory]
    [InlineData(Reaction.AnswerSayingThatItCloses)]
    [InlineData(Reaction.AnswerAndClose)]
    internal async Task A_server_that_closes_after_an_answer_is_connected_to_again(Reaction reaction)
    {
        await using var server = new ScriptedServer((_, _) => new(reaction));
        using var load = Load(server, connections: 1);
        void AwaitNewConnection(OpenLoadStage stage)
        {
            if (stage.Name == "after")
                Assert.True(SpinWait.SpinUntil(() => server.Connections == 2, Seconds(20)), "The connection was not opened again within 20 s.");
        }

        var reports = await load.RunAsync(
            [new("closing", 20, Seconds(0.05)), new("after", 20, Seconds(1))], observer: null, AwaitNewConnection, CancellationToken.None).Within("the load");

        var answers = reports.Sum(report => report.Count(Accepted));
        Assert.True(answers >= 2, $"{answers} answers");
        Assert.True(server.Connections >= answers, $"{answers} answers on {server.Connections} connections");
        Assert.Equal((21, 0), (reports.Sum(report => report.Offered), reports.Sum(report => report.Unanswered)));
        Assert.All(reports, AddsUp);
    }

    [Fact]
    public void A_front_that_is_not_there_is_told()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var nobody = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        using var load = new OpenLoad(new() { Uri = nobody, Path = "/buy", Connections = 1 });

        Assert.Contains("takes 0 connections", Assert.Throws<LoadRefusedException>(() => load.Connect(CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<OpenLoadReport>> RunAsync(ScriptedServer server, int connections, params OpenLoadStage[] stages)
    {
        using var load = Load(server, connections);
        return await load.RunAsync(stages, observer: null, whenBegins: null, CancellationToken.None).Within("the load");
    }

    private static OpenLoad Load(ScriptedServer server, int connections, TimeSpan? grace = null)
    {
        var load = new OpenLoad(new() { Uri = server.Address, Path = "/buy", Connections = connections, Grace = grace ?? Seconds(20) });
        load.Connect(CancellationToken.None);
        return load;
    }

    private static void AddsUp(OpenLoadReport report) =>
        Assert.Equal(report.Offered, report.NotSent + report.Unanswered + report.StatusCounts.Values.Sum() + report.Errors.Values.Sum());

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
