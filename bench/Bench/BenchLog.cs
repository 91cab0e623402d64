using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace FlashFlow.Bench;

/// <summary>Tells what happens as it happens: a line each, with its time.</summary>
internal sealed class BenchLog(IAnsiConsole console)
{
    private readonly long began = Stopwatch.GetTimestamp();

    public void Tell(string what)
    {
        var time = Stopwatch.GetElapsedTime(began).TotalSeconds.ToString("0", CultureInfo.InvariantCulture).PadLeft(5);
        console.WriteLine($"{time} s  {what}");
    }
}
