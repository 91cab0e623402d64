using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Clusters;

/// <summary>One program of a cluster, which can be killed, frozen and brought back.</summary>
/// <param name="supervisor">Runs it.</param>
/// <param name="program">How it is started.</param>
/// <param name="port">Where it listens.</param>
public sealed class Member(ProcessSupervisor supervisor, ProgramDescription program, int port)
{
    /// <summary>Its name.</summary>
    public string Name => program.Name;

    /// <summary>Where it listens.</summary>
    public int Port => port;

    /// <summary>Whether its process is there, frozen or not.</summary>
    public bool IsRunning => supervisor.IsAlive(Name);

    /// <summary>Whether it stands still.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Whether it runs and is not frozen.</summary>
    public bool IsUp => IsRunning && !IsFrozen;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="Supervisor.SupervisorException">It does not.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        supervisor.Start(program).Dispose();
        await supervisor.AwaitReadyAsync(program, cancellation);
    }

    /// <summary>SIGKILL: it does not notice.</summary>
    public async Task KillAsync()
    {
        await supervisor.KillAsync(Name);
        supervisor.RecordOf(Name).Remove();
        IsFrozen = false;
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nobody.</summary>
    public void Freeze()
    {
        supervisor.Freeze(Name);
        IsFrozen = true;
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw()
    {
        supervisor.Thaw(Name);
        IsFrozen = false;
    }
}
