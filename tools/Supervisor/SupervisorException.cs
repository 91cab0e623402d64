namespace FlashFlow.Supervisor;

/// <summary>Something could not be started, stopped or found. The message is a sentence for whoever asked.</summary>
public sealed class SupervisorException : Exception
{
    /// <param name="message">What could not be done.</param>
    /// <param name="log">A log whose last lines say why.</param>
    public SupervisorException(string message, LogFile? log = null)
        : base(message)
    {
        Log = log;
        LastLines = log?.LastLines() ?? [];
    }

    /// <param name="message">What could not be done.</param>
    /// <param name="inner">Why.</param>
    public SupervisorException(string message, Exception inner)
        : base(message, inner) => LastLines = [];

    /// <summary>The log that says why; null when none does.</summary>
    public LogFile? Log { get; }

    /// <summary>The last lines of <see cref="Log"/>, as they were then.</summary>
    public IReadOnlyList<string> LastLines { get; }
}
