using System.Diagnostics;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary>One run of the launcher in one state directory.</summary>
internal sealed class Session
{
    private const string DefaultDirectory = ".flashflow";
    private const string NotRunning = "./flashflow up, or ./flashflow services up.";

    private readonly Interruption interruption;

    private Session(StateDirectory state, Interruption interruption)
    {
        this.interruption = interruption;
        State = state;
        Supervisor = new(state, Say);
        Servers = new(Supervisor);
    }

    public StateDirectory State { get; }

    public ProcessSupervisor Supervisor { get; }

    public ServerGroup Servers { get; }

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Interrupted => interruption.Token;

    /// <summary>Set once what was started is to stay when this run ends.</summary>
    public bool Keeps { get; set; }

    /// <summary>Who guards the stock in what this run starts.</summary>
    public bool IsStandalone { get; set; }

    public static void Say(string sentence) => Console.WriteLine(sentence);

    public static void Complain(string sentence) => Console.Error.WriteLine($"flashflow: {sentence}");

    /// <summary>Complains of how it was asked.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RefuseAsync(string sentence)
    {
        Complain(sentence);
        return Task.FromResult(ExitCode.Usage);
    }

    /// <summary>Runs a verb. Whatever stops it becomes a sentence and an exit code, and what it had started is ended.</summary>
    /// <param name="run">The verb.</param>
    /// <param name="directory">A directory of its own inside the state directory.</param>
    public static async Task<int> RunAsync(Func<Session, Task<int>> run, string? directory = null)
    {
        using var interruption = new Interruption();
        try
        {
            var state = StateDirectory.Open(Environment.GetEnvironmentVariable(StateDirectory.Variable) is { Length: > 0 } given ? given : Path.Combine(Repository.Root, DefaultDirectory));
            var session = new Session(directory is null ? state : state.Within(directory), interruption);
            return await session.RunAsync(run);
        }
        catch (SupervisorException failure)
        {
            Explain(failure);
            return ExitCode.Failed;
        }
    }

    /// <summary>Waits for the lock of the state directory.</summary>
    public Task<StateLock> LockAsync() => StateLock.TakeAsync(State, Say, Interrupted);

    /// <summary>Runs one of the tools' verbs, on the terminal of this process.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunToolAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tools.ProgramOf(arguments[0]), .. arguments]);
        foreach (var (name, value) in Settings())
            start.Environment[name] = value;
        start.Environment[StateDirectory.Variable] = State.Root;
        return await interruption.RunAsync(start);
    }

    /// <summary>What the tools and the engine get in their environment: addresses, once there are any, and the mode.</summary>
    public Dictionary<string, string?> Settings() => new(Servers.Ports is null ? new Dictionary<string, string?>() : Servers.Addresses)
    {
        [EngineRun.ModeVariable] = EngineRun.ModeName(IsStandalone),
    };

    /// <summary>Creates the tables that are missing.</summary>
    /// <exception cref="SupervisorException">PostgreSQL does not answer, or refuses.</exception>
    public async Task PrepareDatabaseAsync()
    {
        Say("preparing the database ...");
        var log = State.LogOf("prepare");
        File.Delete(log.Path);
        var (exitCode, _) = await new ShortCommand("dotnet", Tools.ProgramOf("prepare"), "prepare") { Environment = Settings(), Log = log }.RunAsync(Interrupted);
        if (exitCode != 0)
            throw new SupervisorException("the database could not be prepared.", log);
    }

    /// <exception cref="SupervisorException">A server is not running.</exception>
    public async Task NeedRunningServersAsync()
    {
        if (Servers.Ports is null && !ServerKind.All.All(Servers.IsGiven))
            throw new SupervisorException($"the servers are not running: {NotRunning}");
        foreach (var kind in ServerKind.All)
            if (!Servers.IsGiven(kind) && !await Servers.IsRunningAsync(kind))
                throw new SupervisorException($"{kind.Name} is not running: {NotRunning}");
    }

    private async Task<int> RunAsync(Func<Session, Task<int>> run)
    {
        try
        {
            return await run(this);
        }
        catch (OperationCanceledException) when (Interrupted.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }
        catch (SupervisorException failure)
        {
            Explain(failure);
            return ExitCode.Failed;
        }
        finally
        {
            if (!Keeps)
                await Servers.EndAsync(Supervisor.Started);
        }
    }

    private static void Explain(SupervisorException failure)
    {
        if (failure.LastLines.Count > 0)
        {
            Console.Error.WriteLine($"the last lines of {failure.Log!.Path}:");
            foreach (var line in failure.LastLines)
                Console.Error.WriteLine($"  | {line}");
        }

        Complain(failure.Message);
    }
}
