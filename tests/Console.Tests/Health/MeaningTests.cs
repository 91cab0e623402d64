using FlashFlow.Console.Health;

namespace FlashFlow.Console.Tests.Health;

public sealed class MeaningTests
{
    [Theory]
    [InlineData("front-1", "front-2", ProcessState.Ready, "Shoppers are served by the other fronts.")]
    [InlineData("front-1", "front-2", ProcessState.Away, "No shopper can buy")]
    [InlineData("front-1", "silo-1", ProcessState.Ready, "No shopper can buy")]
    [InlineData("silo-1", "silo-2", ProcessState.Degraded, "Its products move to the other silos")]
    [InlineData("silo-1", "drain-1", ProcessState.Ready, "No silo guards stock")]
    [InlineData("drain-1", "drain-2", ProcessState.NotReady, "Accepted orders wait in the broker")]
    [InlineData("proxy", "front-1", ProcessState.Ready, "It does not work.")]
    public void What_it_means_that_a_process_is_away_depends_on_whether_another_of_its_kind_works(string away, string other, ProcessState otherIs, string meaning)
    {
        var process = Process(away, ProcessState.Away);

        Assert.Contains(meaning, Meaning.Of(process, [process, Process(other, otherIs)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProcessState.Ready)]
    [InlineData(ProcessState.Degraded)]
    [InlineData(ProcessState.Unknown)]
    public void Of_one_that_works_or_was_not_asked_yet_nothing_is_said(ProcessState state)
    {
        var process = Process("front-1", state);

        Assert.Null(Meaning.Of(process, [process]));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("rabbitmq")]
    [InlineData("postgres")]
    [InlineData("cluster")]
    [InlineData("warm")]
    [InlineData("sales")]
    [InlineData("consuming")]
    [InlineData("storing")]
    [InlineData("front")]
    public void Every_check_of_every_process_has_a_meaning(string check)
    {
        Assert.NotNull(Meaning.Of(new CheckView(check, "Unhealthy", null, default)));
        Assert.Null(Meaning.Of(new CheckView(check, CheckView.Healthy, null, default)));
    }

    private static ProcessView Process(string name, ProcessState state) => new(name, state, default, []);
}
