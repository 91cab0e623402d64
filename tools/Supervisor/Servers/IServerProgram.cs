namespace FlashFlow.Supervisor.Servers;

/// <summary>How one of the three servers is run from programs on this machine.</summary>
internal interface IServerProgram
{
    /// <summary>Whether the programs are there, and fit the data if there is any.</summary>
    Task<bool> IsInstalledAsync();

    /// <summary>Starts it.</summary>
    /// <exception cref="SupervisorException">It cannot be started.</exception>
    Task StartAsync(Ports ports, CancellationToken cancellation);

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="SupervisorException">It ended, or did not answer in time.</exception>
    Task AwaitAsync(Ports ports, CancellationToken cancellation);
}
