using System.Diagnostics;

namespace FlashFlow.Supervisor.Processes;

/// <summary>
/// Starts, records, recognises, freezes, kills and ends the processes of one state directory. Everything that FlashFlow starts on a
/// machine is started here; whoever comes later, also after a crash, finds it again by its record.
/// </summary>
/// <param name="state">Where records and logs go.</param>
/// <param name="say">Hears what is being done, in sentences.</param>
public sealed class ProcessSupervisor(StateDirectory state, Action<string> say)
{
    // A crowd needs many connections; Erlang, on the other hand, reserves memory for as many as it may have. .NET has raised the limit of this
    // process as far as it goes. The shell only leads the output into the log, and then is the program: if this process dies, the log goes on.
    private const string Script = "ulimit -S -n 65536 2>/dev/null || :; exec \"$@\" </dev/null >>\"$0\" 2>&1";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PatienceWithReadiness = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithSignal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceAfterKill = TimeSpan.FromSeconds(10);

    private readonly List<string> started = [];
    private readonly Lock gate = new();

    /// <summary>Where records and logs go.</summary>
    public StateDirectory State => state;

    /// <summary>Hears what is being done.</summary>
    public Action<string> Say => say;

    /// <summary>Names of what this one has started, in that order.</summary>
    public IReadOnlyList<string> Started
    {
        get
        {
            lock (gate)
                return [.. started];
        }
    }

    /// <summary>Names of all that is recorded, by whomever.</summary>
    public IReadOnlyList<string> Recorded => ProcessRecord.NamesIn(state);

    /// <summary>The record of a process.</summary>
    public ProcessRecord RecordOf(string name) => new(state, name);

    /// <summary>Whether a recorded process runs.</summary>
    public bool IsAlive(string name) => RecordOf(name).IsAlive;

    /// <summary>Starts a program in a session of its own, so that Ctrl-C in a terminal reaches only the launcher, and records it.</summary>
    /// <returns>The process, for whoever wants to hear of its end. It may be disposed of while it runs.</returns>
    public Process Start(ProgramDescription program)
    {
        var log = state.LogOf(program.Name);
        log.Begin(program.Name);
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, log.Path, program.FileName, .. program.Arguments])
        {
            WorkingDirectory = program.Directory,
        };
        if (!program.InheritsEnvironment)
            start.Environment.Clear();
        start.Environment[StateDirectory.Variable] = state.Root;
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.Start();
        RecordOf(program.Name).Write(process.Id);
        Remember(program.Name);
        return process;
    }

    /// <summary>Has <see cref="Started"/> name something that another has started for this one.</summary>
    public void Remember(string name)
    {
        lock (gate)
            started.Add(name);
    }

    /// <summary>Waits until a program is ready.</summary>
    /// <exception cref="SupervisorException">It ended, or was not ready in time.</exception>
    public Task AwaitReadyAsync(ProgramDescription program, CancellationToken cancellation) =>
        AwaitAsync(program.Name, program.IsReadyAsync, program.PatienceToStart, cancellation);

    /// <summary>Waits until something holds of a process that is starting.</summary>
    /// <exception cref="SupervisorException">It ended, or it took longer than <paramref name="patience"/>.</exception>
    public async Task AwaitAsync(string name, Func<CancellationToken, Task<bool>> holds, TimeSpan patience, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var nextWord = PatienceWithReadiness;
        while (!await holds(cancellation))
        {
            var waited = Stopwatch.GetElapsedTime(began);
            if (!IsAlive(name))
                throw new SupervisorException($"{name} ended while it was starting.", state.LogOf(name));
            if (waited > patience)
                throw new SupervisorException($"{name} was not ready within {patience.TotalSeconds:0} s.", state.LogOf(name));
            if (waited > nextWord)
            {
                say($"still waiting for {name} ...");
                nextWord += PatienceWithReadiness;
            }

            await Task.Delay(LookEvery, cancellation);
        }
    }

    /// <summary>Ends processes in good order: those of a turn are asked at once, and one that does not end in time is killed.</summary>
    public async Task EndAsync(IEnumerable<string> names)
    {
        foreach (var turn in names.Distinct().GroupBy(name => Ending.Of(name).Turn).OrderBy(turn => turn.Key))
            await EndTogetherAsync([.. turn]);
    }

    /// <summary>SIGKILL; returns when it is gone, with the processes that it had started.</summary>
    public async Task KillAsync(string name)
    {
        if (RecordOf(name).LivingId is not { } id)
            return;
        // It stands still while its children are looked for: PostgreSQL has one for each connection.
        Send(name, Signal.Stop);
        var family = ProcessStat.ChildrenOf(id).Append(id).Select(member => (Id: member, Began: ProcessStat.FindStart(member))).ToList();
        foreach (var member in family)
            Native.Send(member.Id, Signal.Kill);
        var began = Stopwatch.GetTimestamp();
        while (family.Any(member => member.Began is not null && ProcessStat.FindStart(member.Id) == member.Began) && Stopwatch.GetElapsedTime(began) < PatienceAfterKill)
            await Task.Delay(LookEvery);
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nobody, nor do the processes that it has started. Returns when they stand still.</summary>
    public void Freeze(string name)
    {
        var family = SendToFamily(name, Signal.Stop);
        if (!SpinWait.SpinUntil(() => family.All(ProcessStat.AllThreadsAreStopped), PatienceWithSignal))
            throw new SupervisorException($"{name} did not stand still within {PatienceWithSignal.TotalSeconds:0} s.");
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw(string name) => SendToFamily(name, Signal.Continue);

    private async Task EndTogetherAsync(IReadOnlyList<string> names)
    {
        var living = names.Where(IsAlive).ToList();
        foreach (var name in names.Except(living))
            RecordOf(name).Remove();
        if (living.Count == 0)
            return;
        say($"stopping {string.Join(", ", living)} ...");
        foreach (var name in living)
            Send(name, Ending.Of(name).Signal);
        foreach (var name in living)
        {
            var patience = Ending.Of(name).Patience;
            if (!await EndsWithinAsync(name, patience))
            {
                say($"{name} did not stop within {patience.TotalSeconds:0} s: killing it.");
                await KillAsync(name);
            }

            RecordOf(name).Remove();
        }
    }

    private async Task<bool> EndsWithinAsync(string name, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (IsAlive(name))
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
                return false;
            await Task.Delay(LookEvery);
        }

        return true;
    }

    private IReadOnlyList<int> SendToFamily(string name, Signal signal)
    {
        if (RecordOf(name).LivingId is not { } id)
            throw new SupervisorException($"{name} is not running.");
        Send(name, signal);
        var children = ProcessStat.ChildrenOf(id);
        foreach (var child in children)
            Native.Send(child, signal);
        return [id, .. children];
    }

    private void Send(string name, Signal signal)
    {
        if (RecordOf(name).LivingId is { } id && !Native.Send(id, signal) && IsAlive(name))
            throw new SupervisorException($"may not signal {name} (process {id}): was it started by another user?");
    }
}
