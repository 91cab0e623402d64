using FlashFlow.Console.Fronts;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Console.Tests.Fronts;

public sealed class FrontPoolTests : IAsyncLifetime, IDisposable
{
    private readonly string nobody = $"http://127.0.0.1:{FreePort.Find()}";
    private readonly HttpClient http = new();
    private ScriptedFront? one;
    private ScriptedFront? other;

    public async Task InitializeAsync()
    {
        one = await ScriptedFront.StartAsync();
        other = await ScriptedFront.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await one!.DisposeAsync();
        await other!.DisposeAsync();
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task The_first_front_that_can_be_reached_takes_the_calls()
    {
        var pool = Pool(nobody, one!.Address, other!.Address);

        using var answer = await pool.SendAsync(() => new(HttpMethod.Post, "/products/a/pause?epoch=3"), "key", CancellationToken.None);
        using var again = await pool.SendAsync(() => new(HttpMethod.Get, "/sales"), "key", CancellationToken.None);

        Assert.Equal([("POST /products/a/pause?epoch=3", "key"), ("GET /sales", "key")], one.Calls);
        Assert.Empty(other.Calls);
    }

    [Fact]
    public async Task Where_none_can_be_reached_it_is_said_that_nothing_was_done()
    {
        var failure = await Assert.ThrowsAsync<FrontException>(() => Pool(nobody).SendAsync(() => new(HttpMethod.Get, "/sales"), null, CancellationToken.None));

        Assert.Equal(FrontException.UnreachableCode, failure.Code);
    }

    [Fact]
    public async Task A_call_that_reached_a_front_and_broke_is_not_made_again_at_another()
    {
        one!.Answer("POST /products/a/restock", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<FrontException>(
            () => Pool(one.Address, other!.Address).SendAsync(() => new(HttpMethod.Post, "/products/a/restock"), null, CancellationToken.None));

        Assert.Contains("may be done or not", failure.Message, StringComparison.Ordinal);
        Assert.Empty(other!.Calls);
    }

    [Fact]
    public async Task A_front_that_does_not_answer_in_time_is_not_waited_for()
    {
        var end = new TaskCompletionSource();
        one!.Answer("GET /sales", _ => end.Task);

        var failure = await Assert.ThrowsAsync<FrontException>(
            () => Pool(deadline: 100, one.Address).SendAsync(() => new(HttpMethod.Get, "/sales"), null, CancellationToken.None).Within("the refusal"));

        Assert.Contains("did not answer in time", failure.Message, StringComparison.Ordinal);
        end.SetResult();
    }

    [Fact]
    public async Task All_are_asked_and_who_does_not_answer_is_left_out()
    {
        var answers = await Pool(one!.Address, nobody, other!.Address).AskAllAsync("/access", ScriptedFront.ViewerKey, CancellationToken.None);

        Assert.Equal(2, answers.Count);
        Assert.Equal([("GET /access", ScriptedFront.ViewerKey)], one.Calls);
        Assert.Equal([("GET /access", ScriptedFront.ViewerKey)], other.Calls);
    }

    private FrontPool Pool(params string[] fronts) => Pool(deadline: 5_000, fronts);

    private FrontPool Pool(int deadline, params string[] fronts) => new(http, new() { Fronts = string.Join(',', fronts), DeadlineMilliseconds = deadline });
}
