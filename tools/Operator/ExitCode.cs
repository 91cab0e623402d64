namespace FlashFlow.Operator;

/// <summary>What the tools tell their caller.</summary>
internal static class ExitCode
{
    /// <summary>Done, and all is well.</summary>
    public const int Ok = 0;

    /// <summary>Something does not hold.</summary>
    public const int Failed = 1;

    /// <summary>Asked wrongly: an unknown option, product or setting.</summary>
    public const int Usage = 2;

    /// <summary>A service does not answer, so nobody can say.</summary>
    public const int Away = 3;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
