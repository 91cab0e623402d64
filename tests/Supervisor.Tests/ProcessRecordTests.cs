namespace FlashFlow.Supervisor.Tests;

public sealed class ProcessRecordTests : StateTests
{
    [Fact]
    public void A_process_is_recognised_by_whoever_reads_its_record_later()
    {
        var id = Temporary.StartScript("front-1", "exec sleep 600");

        var later = new ProcessSupervisor(StateDirectory.Open(Temporary.State.Root), _ => { });

        Assert.Equal(id, later.RecordOf("front-1").LivingId);
        Assert.Equal(["front-1"], later.Recorded);
    }

    [Fact]
    public async Task A_recorded_id_is_recognised_only_while_it_is_the_same_process()
    {
        var id = Temporary.StartScript("front-1", "exec sleep 600");
        Temporary.State.Write("front-1.start", "1"); // as if the id had been given to another process

        Assert.False(Temporary.Supervisor.IsAlive("front-1"));
        await Temporary.Supervisor.EndAsync(["front-1"]);
        await Temporary.Supervisor.KillAsync("front-1");

        Assert.NotNull(ProcessStat.FindStart(id)); // Nobody has signalled it.
        Assert.Empty(Temporary.Supervisor.Recorded);
        Native.Send(id, Signal.Kill);
    }

    [Fact]
    public async Task A_dead_process_that_nobody_has_reaped_is_not_alive()
    {
        var parent = Temporary.StartScript("silo-1", "sleep 0 & exec sleep 600"); // the new program knows nothing of that child
        var child = await Eventually.SeesAsync("the child", () => Task.FromResult(ProcessStat.ChildrenOf(parent)), children => children.Count == 1);

        await Eventually.HoldsAsync("the end of the child", () => Task.FromResult(ProcessStat.Read(child[0]) is { IsRemains: true }));

        Assert.Null(ProcessStat.FindStart(child[0]));
        Temporary.Supervisor.RecordOf("silo-2").Write(child[0]);
        Assert.False(Temporary.Supervisor.IsAlive("silo-2"));
    }

    [Fact]
    public void The_launcher_itself_is_not_one_of_the_things_that_it_started()
    {
        Temporary.Supervisor.RecordOf(ProcessRecord.Launcher).Write(Environment.ProcessId);

        Assert.True(Temporary.Supervisor.IsAlive(ProcessRecord.Launcher));
        Assert.Empty(Temporary.Supervisor.Recorded);
    }
}
