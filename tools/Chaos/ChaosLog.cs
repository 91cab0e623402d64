using System.Diagnostics;
using System.Globalization;
using FlashFlow.Chaos.Shopping;
using Spectre.Console;

namespace FlashFlow.Chaos;

/// <summary>Tells what happens as it happens: a line each, with its time and how much is sold by then.</summary>
internal sealed class ChaosLog(IAnsiConsole console, ReplyJournal journal)
{
    private readonly Lock gate = new();
    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>Since the load began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    public void Tell(string what)
    {
        lock (gate)
            console.WriteLine($"{Seconds(Elapsed)}  {what}  ({journal.Orders:N0} orders so far)");
    }

    /// <summary>A time as it stands before a line.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(7) + " s";
}
