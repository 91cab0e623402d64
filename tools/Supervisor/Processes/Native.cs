using System.Runtime.InteropServices;

namespace FlashFlow.Supervisor.Processes;

/// <summary>The two calls of the C library that .NET has no name for.</summary>
internal static class Native
{
    /// <summary>kill(2): sends a signal to a process.</summary>
    /// <returns>False when it could not be sent: there is no such process, or it belongs to somebody else.</returns>
    public static bool Send(int id, Signal signal) => Kill(id, (int)signal) == 0;

    /// <summary>realpath(3): a path without symbolic links.</summary>
    public static string Resolve(string path)
    {
        var resolved = RealPath(path, 0);
        if (resolved == 0)
            return Path.GetFullPath(path);
        var text = Marshal.PtrToStringUTF8(resolved)!;
        Free(resolved);
        return text;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int id, int signal);

    [DllImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static extern nint RealPath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint buffer);

    [DllImport("libc", EntryPoint = "free")]
    private static extern void Free(nint memory);
}
