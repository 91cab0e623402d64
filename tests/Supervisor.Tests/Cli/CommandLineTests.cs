namespace FlashFlow.Supervisor.Tests.Cli;

/// <summary>What can be asked of the launcher, and what it says to whoever asks wrongly.</summary>
public sealed class CommandLineTests : StateTests
{
    [Theory]
    [InlineData("--help", "up demo overload test chaos bench status logs down services audit rebuild dead FLASHFLOW_POSTGRES")]
    [InlineData("up --help", "--silos --fronts --drains --standalone --port --detach")]
    [InlineData("help up", "--silos --fronts --drains --standalone --port --detach")]
    [InlineData("demo --help", "--standalone --port")]
    [InlineData("overload --help", "--connections --seconds --factor --standalone --port")]
    [InlineData("test --help", "filter FLASHFLOW_SUITE_SECONDS")]
    [InlineData("chaos --help", "--minutes --seed --only --standalone --list")]
    [InlineData("bench --help", "scenario --runs --seconds --connections --generator --open-loop --results --standalone --list")]
    [InlineData("services --help", "up down env stop start kill freeze thaw rabbitmqctl")]
    [InlineData("logs --help", "component -f")]
    [InlineData("audit --help", "--json --total --wait")]
    [InlineData("dead --help", "list show replay discard")]
    [InlineData("rebuild --help", "--yes --accept-loss --wait")]
    public async Task Every_verb_has_help(string arguments, string words)
    {
        var (exitCode, output) = await LauncherRun.RunAsync(Temporary.State, arguments.Split(' '));

        Assert.Equal(0, exitCode);
        Assert.All(words.Split(' '), word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fly", "there is no verb fly: see ./flashflow --help.")]
    [InlineData("up --wings 2", "up does not know --wings: see ./flashflow up --help.")]
    [InlineData("down now", "down does not know now: see ./flashflow down --help.")]
    [InlineData("up --silos 17", "--silos takes a number from 1 to 16.")]
    [InlineData("up --fronts=0", "--fronts takes a number from 1 to 16.")]
    [InlineData("up --standalone --silos 2", "there are no silos in standalone mode: leave out --silos.")]
    [InlineData("up --port 65535 --fronts 2", "--port 65535 leaves no room for 2 fronts.")]
    [InlineData("overload --connections 99", "--connections takes a number from 100 to 25000.")]
    [InlineData("services", "services needs an action: see ./flashflow services --help.")]
    [InlineData("services kill nginx", "services kill takes one of redis, rabbitmq, postgres.")]
    public async Task Whoever_asks_wrongly_is_told_how_to_ask(string arguments, string sentence)
    {
        var (exitCode, output) = await LauncherRun.RunAsync(Temporary.State, arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Equal($"flashflow: {sentence}", output.Trim());
    }

    [Theory]
    [InlineData("down", 0, "nothing was running.")]
    [InlineData("status", 1, "FlashFlow is not running: ./flashflow up starts it.")]
    [InlineData("services env", 1, "flashflow: the servers are not running: ./flashflow up, or ./flashflow services up.")]
    [InlineData("services kill redis", 1, "flashflow: redis was not started by the launcher, so it does not kill it.")]
    [InlineData("audit", 1, "flashflow: the servers are not running: ./flashflow up, or ./flashflow services up.")]
    public async Task Where_nothing_runs_it_says_so(string arguments, int expected, string sentence)
    {
        var (exitCode, output) = await LauncherRun.RunAsync(Temporary.State, arguments.Split(' '));

        Assert.Equal(expected, exitCode);
        Assert.Equal(sentence, output.Trim());
    }
}
