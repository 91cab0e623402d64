namespace FlashFlow.Supervisor.Tests.Cli;

/// <summary>What can be asked of the launcher, and what it says to whoever asks wrongly.</summary>
public sealed class CommandLineTests : StateTests
{
    [Theory]
    [InlineData("--help", "up demo overload test chaos bench status logs down services audit rebuild dead webhook FLASHFLOW_POSTGRES")]
    [InlineData("up --help", "--silos --fronts --drains --standalone --port --detach")]
    [InlineData("help up", "--silos --fronts --drains --standalone --port --detach")]
    [InlineData("demo --help", "--standalone --port --holds")]
    [InlineData("overload --help", "./flashflow overload --connections --seconds --factor --max-memory --standalone --port 10000 25000 code 503")]
    [InlineData("test --help", "filter FLASHFLOW_SUITE_SECONDS")]
    [InlineData("chaos --help", "./flashflow chaos --minutes --seed --only --standalone --list pairs code 130")]
    [InlineData("bench --help", "./flashflow bench scenario cluster-3 --runs --seconds --connections --generator --open-loop --results --against --standalone --list code 130")]
    [InlineData("bench --list", "noop cluster-3")]
    [InlineData("services --help", "up down env stop start kill freeze thaw rabbitmqctl")]
    [InlineData("logs --help", "component -f")]
    [InlineData("audit --help", "--json --total --wait")]
    [InlineData("dead --help", "list show replay discard")]
    [InlineData("webhook --help", "list test replay pause resume")]
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
    [InlineData("up --silos 17", "--silos takes a whole number from 1 to 16, not '17'.")]
    [InlineData("up --fronts=0", "--fronts takes a whole number from 1 to 16, not '0'.")]
    [InlineData("up --standalone --silos 2", "there are no silos in standalone mode: leave out --silos.")]
    [InlineData("up --port 65535 --fronts 2", "--port 65535 leaves no room for 2 fronts.")]
    [InlineData("services", "services needs an action: see ./flashflow services --help.")]
    [InlineData("services kill nginx", "services kill takes one of redis, rabbitmq, postgres.")]
    public async Task Whoever_asks_wrongly_is_told_how_to_ask(string arguments, string sentence)
    {
        var (exitCode, output) = await LauncherRun.RunAsync(Temporary.State, arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Equal($"flashflow: {sentence}", output.Trim());
    }

    [Theory]
    [InlineData("overload --connections 99", "--connections takes a whole number from 100 to 25000, not '99'.")]
    [InlineData("overload --port 0", "--port takes a whole number from 1 to 65535, not '0'.")]
    [InlineData("chaos --minutes 0", "--minutes must be a number from 0.1 to 1440, not '0'.")]
    [InlineData("chaos --standalone --only silo", "--only silo: without a cluster there are no silos.")]
    [InlineData("bench --standalone cluster-3", "cluster-3 needs silos: leave out --standalone.")]
    [InlineData("bench --against no-such-commit", "--against no-such-commit: git knows no such commit here.")]
    [InlineData("bench drain --against HEAD", "drain has no runs that could take turns with those of another commit: leave it out, or --against.")]
    [InlineData("overload --wings", "Unrecognized command or argument '--wings'.")]
    public async Task What_a_program_behind_a_verb_refuses_is_refused_before_anything_is_started(string arguments, string sentence)
    {
        var (exitCode, output) = await LauncherRun.RunAsync(Temporary.State, arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Equal($"flashflow: {sentence}\nflashflow: --help says what can be asked.", output.Trim());
        Assert.Empty(Directory.EnumerateFiles(Temporary.State.Root, "ports", SearchOption.AllDirectories));
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
