namespace FlashFlow.Operator.Processes;

/// <summary>A component that can be killed, frozen and brought back.</summary>
internal interface IPart
{
    /// <summary>Its name, such as <c>front-1</c> or <c>redis</c>.</summary>
    string Name { get; }

    /// <summary>SIGKILL; returns when it is gone.</summary>
    Task KillAsync(CancellationToken cancellation);

    /// <summary>Starts it; returns when it is ready.</summary>
    /// <exception cref="ToolFailedException">It does not come up.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>SIGSTOP.</summary>
    Task FreezeAsync(CancellationToken cancellation);

    /// <summary>SIGCONT; returns when it is ready.</summary>
    /// <exception cref="ToolFailedException">It does not come back.</exception>
    Task ThawAsync(CancellationToken cancellation);

    /// <summary>Returns when it is ready.</summary>
    /// <exception cref="ToolFailedException">It never was.</exception>
    Task ReadyAsync(CancellationToken cancellation);
}
