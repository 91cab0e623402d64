namespace FlashFlow.Cli;

/// <summary>What the launcher tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done, and all is well.</summary>
    public const int Ok = 0;

    /// <summary>Something could not be done, or does not hold.</summary>
    public const int Failed = 1;

    /// <summary>Asked wrongly: an unknown verb, option or value.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM or SIGHUP.</summary>
    public const int Terminated = 143;
}
