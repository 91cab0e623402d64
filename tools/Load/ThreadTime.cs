namespace FlashFlow.Load;

/// <summary>Processor time of the thread that asks, in steps of a hundredth of a second.</summary>
internal static class ThreadTime
{
    /// <summary>User and system time so far.</summary>
    public static TimeSpan Read() => ProcessorUsage.Parse(File.ReadAllText("/proc/thread-self/stat")).Own;
}
