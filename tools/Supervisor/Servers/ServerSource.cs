namespace FlashFlow.Supervisor.Servers;

/// <summary>Where a server comes from.</summary>
public enum ServerSource
{
    /// <summary>It has not been chosen yet.</summary>
    None,

    /// <summary>Somebody else runs it; the environment has its address.</summary>
    Given,

    /// <summary>It is our own, from programs on this machine.</summary>
    Binaries,

    /// <summary>It is our own, in a container.</summary>
    Docker,
}
