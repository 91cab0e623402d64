namespace FlashFlow.Supervisor.Tests;

public sealed class ProcessSupervisorTests : StateTests
{
    private ProcessSupervisor Supervisor => Temporary.Supervisor;

    [Fact]
    public async Task A_process_has_a_session_of_its_own_so_that_Ctrl_C_reaches_only_the_launcher()
    {
        var id = Temporary.StartScript("front-1", "echo session $(ps -o sid= -p $$); exec sleep 600");

        Assert.Contains($"session {id}", await Temporary.LogSaysAsync("front-1", "session"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_knows_its_state_directory_and_what_it_was_given_and_no_more_where_it_inherits_nothing()
    {
        Supervisor.Start(new("epmd", "env", [])
        {
            InheritsEnvironment = false,
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "yes" },
        }).Dispose();

        var log = await Temporary.LogSaysAsync("epmd", "GIVEN=yes");

        Assert.Contains($"FLASHFLOW_STATE={Temporary.State.Root}", log, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME=", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_can_be_taken_away()
    {
        Supervisor.Start(new("front-1", "/bin/sh", ["-c", "echo given $GIVEN, home ${HOME-none}"])
        {
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "yes", ["HOME"] = null },
        }).Dispose();

        Assert.NotNull(Environment.GetEnvironmentVariable("HOME"));
        Assert.EndsWith("given yes, home none", await Temporary.LogSaysAsync("front-1", "given"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_log_is_begun_anew_and_the_one_before_kept()
    {
        var log = Temporary.State.LogOf("front-1");
        await File.WriteAllBytesAsync(log.Path, new byte[10 * 1024 * 1024]);

        Temporary.StartScript("front-1", "echo hello; exec sleep 600");

        await Temporary.LogSaysAsync("front-1", "hello");
        Assert.InRange(new FileInfo(log.Path).Length, 1, 1_000);
        Assert.Equal(10 * 1024 * 1024, new FileInfo($"{log.Path}.1").Length);
    }

    [Fact]
    public async Task All_end_in_order_fronts_first_epmd_last_and_PostgreSQL_by_INT()
    {
        var order = Path.Combine(Temporary.State.Root, "order");
        string[] names = ["epmd", "postgres", "redis", "rabbitmq", "drain-1", "silo-1", "front-1", "front-2"];
        foreach (var name in names)
            Temporary.StartScript(name, "trap 'echo $0 TERM >>$1; exit' TERM; trap 'echo $0 INT >>$1; exit' INT; echo ready; while :; do sleep 0.02; done", order);
        foreach (var name in names)
            await Temporary.LogSaysAsync(name, "ready");

        await Supervisor.EndAsync(names);

        var lines = await File.ReadAllLinesAsync(order);
        Assert.Equal(["front-1 TERM", "front-2 TERM"], lines[..2].Order());
        Assert.Equal(["silo-1 TERM", "drain-1 TERM"], lines[2..4]);
        Assert.Equal(["postgres INT", "rabbitmq TERM", "redis TERM"], lines[4..7].Order());
        Assert.Equal(["epmd TERM"], lines[7..]);
        Assert.Empty(Supervisor.Recorded);
    }

    [Fact]
    public async Task A_frozen_process_and_its_children_stand_still_until_they_are_thawed()
    {
        var id = Temporary.StartScript("postgres", "sleep 600 & echo ready; wait");
        await Temporary.LogSaysAsync("postgres", "ready");
        int[] family = [id, .. ProcessStat.ChildrenOf(id)];
        Assert.Equal(2, family.Length);

        Supervisor.Freeze("postgres");
        Assert.All(family, member => Assert.True(ProcessStat.Read(member)!.IsStopped));
        Assert.True(Supervisor.IsAlive("postgres"));

        Supervisor.Thaw("postgres");
        await AllGoOnAsync(family);
    }

    [Fact]
    public async Task A_killed_process_takes_its_children_along()
    {
        var id = Temporary.StartScript("postgres", "sleep 600 & echo ready; wait");
        await Temporary.LogSaysAsync("postgres", "ready");
        var child = Assert.Single(ProcessStat.ChildrenOf(id));

        await Supervisor.KillAsync("postgres");

        Assert.Null(ProcessStat.FindStart(id));
        Assert.Null(ProcessStat.FindStart(child));
    }

    [Fact]
    public async Task Whoever_waits_for_a_process_that_ends_hears_why()
    {
        var program = new ProgramDescription("drain-1", "/bin/sh", ["-c", "echo no such setting; exit 3"]) { IsReadyAsync = _ => Task.FromResult(false) };
        Supervisor.Start(program).Dispose();

        var failure = await Assert.ThrowsAsync<SupervisorException>(() => Supervisor.AwaitReadyAsync(program, CancellationToken.None));

        Assert.Equal("drain-1 ended while it was starting.", failure.Message);
        Assert.Equal("no such setting", failure.LastLines[^1]);
    }

    [Fact]
    public async Task What_was_started_and_forgotten_is_found_by_its_environment()
    {
        var id = Temporary.StartScript("front-1", "exec sleep 600");
        Supervisor.RecordOf("front-1").Remove();

        var strays = await Strays.EndAsync(Temporary.State);

        Assert.Equal($"{id}  sleep 600", Assert.Single(strays));
        await Eventually.HoldsAsync("its end", () => Task.FromResult(ProcessStat.FindStart(id) is null));
    }

    private static Task AllGoOnAsync(int[] family) => Eventually.HoldsAsync(
        "all processes to go on", () => Task.FromResult(family.All(member => ProcessStat.Read(member) is { IsStopped: false })));
}
