namespace FlashFlow.Console.Health;

/// <summary>How a process is.</summary>
public enum ProcessState
{
    /// <summary>Nobody has asked yet.</summary>
    Unknown,

    /// <summary>It does not answer.</summary>
    Away,

    /// <summary>It answers that it cannot work.</summary>
    NotReady,

    /// <summary>It works, and something is wrong.</summary>
    Degraded,

    /// <summary>It works.</summary>
    Ready,
}
