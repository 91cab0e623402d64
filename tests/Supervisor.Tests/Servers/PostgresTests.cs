namespace FlashFlow.Supervisor.Tests.Servers;

public sealed class PostgresTests : StateTests
{
    [Fact]
    public async Task A_lock_goes_when_its_owner_is_dead_though_nobody_has_reaped_it()
    {
        var data = await LockedAsync(await DeadAsync());

        data.ClearStaleLock();

        Assert.False(File.Exists(data.LockFile));
    }

    [Fact]
    public async Task A_lock_of_a_living_process_stays()
    {
        var data = await LockedAsync(Temporary.StartScript("front-1", "exec sleep 600"));

        data.ClearStaleLock();

        Assert.True(File.Exists(data.LockFile));
    }

    [Fact]
    public async Task A_lock_stays_while_any_process_works_in_the_data()
    {
        var data = await LockedAsync(await DeadAsync());
        Temporary.StartScript("front-1", "cd \"$1\" && echo there && exec sleep 600", data.Directory);
        await Temporary.LogSaysAsync("front-1", "there");

        data.ClearStaleLock();

        Assert.True(File.Exists(data.LockFile));
    }

    [InstalledFact("postgres")]
    public async Task A_killed_PostgreSQL_starts_again_over_its_lock()
    {
        var program = new PostgresProgram(Temporary.Supervisor);
        var ports = Ports.Settle(Temporary.State, somethingRuns: false, _ => { });
        await program.StartAsync(ports, CancellationToken.None);
        await program.AwaitAsync(ports, CancellationToken.None);
        var data = new PostgresData(Temporary.Supervisor);

        await Temporary.Supervisor.KillAsync("postgres");
        Assert.True(File.Exists(data.LockFile));
        var lines = await File.ReadAllLinesAsync(data.LockFile);
        await File.WriteAllLinesAsync(data.LockFile, [$"{await DeadAsync()}", .. lines[1..]]); // as where nobody reaps the dead
        await program.StartAsync(ports, CancellationToken.None);
        await program.AwaitAsync(ports, CancellationToken.None);

        await Temporary.Supervisor.EndAsync(["postgres"]);
        Assert.False(File.Exists(data.LockFile)); // It stopped in good order.
        Assert.DoesNotContain(Temporary.Said, sentence => sentence.Contains("killing", StringComparison.Ordinal));
    }

    // A process that has ended and that its parent, which has become another program, does not ask about; of the user that PostgreSQL runs as.
    private async Task<int> DeadAsync()
    {
        var command = PostgresData.As("/bin/sh", "-c", "sleep 0 & exec sleep 600");
        using var parent = Temporary.Supervisor.Start(new ProgramDescription("parent", command[0], command[1..]));
        var child = await Eventually.SeesAsync("the child", () => Task.FromResult(ProcessStat.ChildrenOf(parent.Id)), children => children.Count == 1);
        await Eventually.HoldsAsync("the end of the child", () => Task.FromResult(ProcessStat.Read(child[0]) is { IsRemains: true }));
        return child[0];
    }

    private async Task<PostgresData> LockedAsync(int id)
    {
        var data = new PostgresData(Temporary.Supervisor);
        Directory.CreateDirectory(data.Directory);
        await File.WriteAllTextAsync(data.LockFile, $"{id}\n{data.Directory}\n");
        return data;
    }
}
