using System.Collections.Concurrent;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary>
/// Where one test suite after another runs, beside other lanes: a state directory with servers of its own, so that a test which stops them
/// disturbs nobody.
/// </summary>
internal sealed class TestLane
{
    // Two that chose their ports at once would not see each other.
    private static readonly SemaphoreSlim Starting = new(1, 1);

    private readonly StateDirectory state;

    /// <param name="session">The run.</param>
    /// <param name="name">Which of its lanes.</param>
    public TestLane(Session session, string name)
    {
        Interrupted = session.Interrupted;
        Results = session.State.PathOf("results");
        state = session.State.Within($"lane-{name}");
        Supervisor = new(state, Session.Say);
        Servers = new(Supervisor);
    }

    public ProcessSupervisor Supervisor { get; }

    public ServerGroup Servers { get; }

    /// <summary>Where results go.</summary>
    public string Results { get; }

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Interrupted { get; }

    /// <summary>Runs suites until none is left. It begins with nothing, and leaves nothing running.</summary>
    public async Task RunAsync(ConcurrentQueue<TestSuite> left, TestResults results, string? filter)
    {
        await EndAsync();
        Directory.Delete(state.Logs, recursive: true);
        Directory.CreateDirectory(state.Logs);
        try
        {
            while (!Interrupted.IsCancellationRequested && left.TryDequeue(out var suite))
                results.Add(await RunAsync(suite, filter));
        }
        finally
        {
            foreach (var stray in await EndAsync())
            {
                Session.Say($"the tests left a process behind: {stray}");
                results.Add(new(0, 1, 0, []));
            }
        }
    }

    private async Task<SuiteResult> RunAsync(TestSuite suite, string? filter)
    {
        try
        {
            if (suite.NeedsServers)
                await StartServersAsync();
            return await suite.RunAsync(this, filter);
        }
        catch (SupervisorException failure)
        {
            Session.Complain(failure.Message);
            return suite.NotRun(failure.Message);
        }
    }

    private async Task StartServersAsync()
    {
        if (Servers.Ports is not null && await Task.WhenAll(ServerKind.All.Select(Servers.IsRunningAsync)) is var running && Array.TrueForAll(running, runs => runs))
            return;
        await Starting.WaitAsync(Interrupted);
        try
        {
            using var taken = await StateLock.TakeAsync(state, Session.Say, Interrupted);
            await Servers.StartAsync(Interrupted);
        }
        finally
        {
            Starting.Release();
        }
    }

    // Everything that is recorded is ended first: what is left then, the tests have forgotten.
    private async Task<IReadOnlyList<string>> EndAsync()
    {
        using var taken = await StateLock.TakeAsync(state, Session.Say); // a server may just be starting
        await Servers.ThawAllAsync();
        await Servers.EndAndEmptyAsync();
        return await Strays.EndAsync(state);
    }
}
