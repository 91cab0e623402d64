using FlashFlow.Console.Health;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Console.Tests.Health;

public sealed class ProcessWatchTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly SetClock clock = new() { Now = Noon };
    private ScriptedFront? process;
    private ProcessWatch? watch;

    public async Task InitializeAsync()
    {
        process = await ScriptedFront.StartAsync();
        watch = new(
            new()
            {
                Processes =
                [
                    new() { Name = "front-1", Address = process.Address },
                    new() { Name = "drain-1", Address = $"http://127.0.0.1:{FreePort.Find()}" },
                ],
            },
            clock);
    }

    public async Task DisposeAsync() => await process!.DisposeAsync();

    public void Dispose() => watch?.Dispose();

    [Fact]
    public async Task It_knows_since_when_a_process_and_what_it_needs_have_been_as_they_are()
    {
        await LookAsync(200, """{"status":"Healthy","checks":{"redis":{"status":"Healthy"}}}""");
        Assert.Equal(ProcessState.Ready, Front.State);

        clock.Now = Noon.AddSeconds(10);
        await LookAsync(503, """{"status":"Unhealthy","checks":{"redis":{"status":"Unhealthy","description":"Redis does not answer."}}}""");
        clock.Now = Noon.AddSeconds(20);
        await LookAsync(503, """{"status":"Unhealthy","checks":{"redis":{"status":"Unhealthy","description":"Redis does not answer."}}}""");

        Assert.Equal((ProcessState.NotReady, Noon.AddSeconds(10)), (Front.State, Front.Since));
        Assert.Equal(new CheckView("redis", "Unhealthy", "Redis does not answer.", Noon.AddSeconds(10)), Assert.Single(Front.Checks));
    }

    [Fact]
    public async Task A_process_that_works_though_something_is_wrong_is_degraded()
    {
        await LookAsync(200, """{"status":"Degraded","checks":{"redis":{"status":"Healthy"},"rabbitmq":{"status":"Degraded"}}}""");

        Assert.Equal(ProcessState.Degraded, Front.State);
    }

    [Theory]
    [InlineData(200, "hello")]
    [InlineData(200, "[]")]
    public async Task Whoever_else_answers_there_is_not_the_process(int status, string body)
    {
        await LookAsync(status, body);

        Assert.Equal(ProcessState.Away, Front.State);
    }

    [Fact]
    public async Task Who_does_not_answer_is_away_since_it_was_first_seen_so()
    {
        clock.Now = Noon.AddSeconds(5);
        await LookAsync(200, """{"checks":{}}""");
        clock.Now = Noon.AddSeconds(60);
        await LookAsync(200, """{"checks":{}}""");

        Assert.Equal((ProcessState.Away, Noon.AddSeconds(5)), (watch!.Processes[1].State, watch.Processes[1].Since));
        Assert.Equal("drain", watch.Processes[1].Kind);
    }

    private ProcessView Front => watch!.Processes[0];

    private Task LookAsync(int status, string body)
    {
        process!.Answer("GET /health/ready", status, body);
        return watch!.LookAsync(CancellationToken.None);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
