using System.Globalization;

namespace FlashFlow.Load;

/// <summary>What <c>/proc/PID/stat</c> says of a process (proc_pid_stat(5)).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">Its parent's number.</param>
/// <param name="Own">Processor time of all its threads, user and system.</param>
/// <param name="Reaped">The same of its children that ended and that it waited for, with theirs.</param>
internal readonly record struct ProcessorUsage(int Id, int Parent, TimeSpan Own, TimeSpan Reaped)
{
    // The kernel shows ticks of USER_HZ, which is 100 on every system that .NET runs on, whatever the kernel's own clock.
    private const double TicksPerSecond = 100;

    public static ProcessorUsage Parse(string text)
    {
        // The second field is the program's name in brackets; it may hold anything, brackets too.
        var endOfName = text.LastIndexOf(')');
        var id = int.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        var fields = text[(endOfName + 2)..].Split(' ');
        return new(id, (int)Field(4), ToTime(Field(14) + Field(15)), ToTime(Field(16) + Field(17)));

        // Numbered from 1 as in the manual; what follows the name is the third.
        long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
    }

    private static TimeSpan ToTime(long ticks) => TimeSpan.FromSeconds(ticks / TicksPerSecond);
}
