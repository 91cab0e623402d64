namespace FlashFlow.Tools.Chaos.Plan;

/// <summary>What can befall a component.</summary>
internal enum Fault
{
    /// <summary>SIGKILL: it does not notice. After a while it is started again.</summary>
    Kill,

    /// <summary>SIGSTOP: it stands still, its connections stay open. After a while SIGCONT lets it go on as if nothing had happened.</summary>
    Freeze,
}
