namespace FlashFlow.Load;

/// <summary>
/// Has what sockets receive dealt with on the thread that hears of it, instead of handing each answer to another: of two threads that
/// share two cores with an engine fewer stand in line. .NET reads this from its environment when a process opens its first socket.
/// </summary>
/// <remarks>Whoever blocks in the continuation of a socket's call then stops all sockets of the process.</remarks>
internal static class InlineSockets
{
    /// <summary>Where it reads this. Not for a process that is started from one that uses it.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>For this process.</summary>
    public static void Use() => Environment.SetEnvironmentVariable(Variable, "1");
}
