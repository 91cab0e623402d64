namespace FlashFlow.Supervisor;

/// <summary>What the launcher and the programs behind its verbs tell their caller.</summary>
public static class ExitCode
{
    /// <summary>Done, and all is well.</summary>
    public const int Ok = 0;

    /// <summary>Something could not be done, or does not hold.</summary>
    public const int Failed = 1;

    /// <summary>Asked wrongly: an unknown verb, option, product or setting.</summary>
    public const int Usage = 2;

    /// <summary>A service does not answer, so nobody can say.</summary>
    public const int Away = 3;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM or SIGHUP.</summary>
    public const int Terminated = 143;
}
