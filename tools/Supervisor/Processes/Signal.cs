namespace FlashFlow.Supervisor.Processes;

/// <summary>Signals that are sent to processes, by their numbers on Linux.</summary>
public enum Signal
{
    /// <summary>For PostgreSQL: roll back what is under way and stop.</summary>
    Interrupt = 2,

    /// <summary>End at once, without noticing.</summary>
    Kill = 9,

    /// <summary>End in good order.</summary>
    Terminate = 15,

    /// <summary>Go on after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>Stand still.</summary>
    Stop = 19,
}
