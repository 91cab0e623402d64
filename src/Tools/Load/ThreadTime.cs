using System.Globalization;

namespace FlashFlow.Tools.Load;

/// <summary>Processor time of the thread that asks, in steps of a hundredth of a second.</summary>
internal static class ThreadTime
{
    private const int TicksPerSecond = 100; // what the kernel's USER_HZ is, whatever its own clock does

    /// <summary>User and system time so far; zero where the system does not tell.</summary>
    public static TimeSpan Read()
    {
        try
        {
            // Fields 14 and 15, counted from behind the name, which may hold spaces.
            var stat = File.ReadAllText("/proc/thread-self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }
}
