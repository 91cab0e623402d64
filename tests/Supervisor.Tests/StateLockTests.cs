namespace FlashFlow.Supervisor.Tests;

public sealed class StateLockTests : StateTests
{
    [Fact]
    public async Task The_second_waits_and_says_so_until_the_first_is_done()
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await StateLock.TakeAsync(Temporary.State, _ => { });

        var second = StateLock.TakeAsync(Temporary.State, sentence => said.TrySetResult(sentence));

        Assert.Equal($"waiting for another flashflow command that works in {Temporary.State.Root} ...", await said.Task.Within("a word"));
        Assert.False(second.IsCompleted);
        Assert.True(StateLock.IsTaken(Temporary.State));
        first.Dispose();
        (await second.Within("the lock")).Dispose();
        Assert.False(StateLock.IsTaken(Temporary.State));
    }

    [Fact]
    public async Task What_is_started_does_not_inherit_the_lock()
    {
        using (await StateLock.TakeAsync(Temporary.State, _ => { }))
            Temporary.StartScript("front-1", "exec sleep 600");

        Assert.False(StateLock.IsTaken(Temporary.State));
        Assert.True(Temporary.Supervisor.IsAlive("front-1"));
    }
}
