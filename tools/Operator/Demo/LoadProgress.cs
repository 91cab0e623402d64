using System.Diagnostics;
using Spectre.Console;

namespace FlashFlow.Operator.Demo;

/// <summary>Shows that the load is running: a bar on a terminal, a line per second elsewhere.</summary>
internal sealed class LoadProgress(IAnsiConsole console, string title, TimeSpan duration)
{
    /// <summary>Shows it until the load has ended. The load is told to <paramref name="start"/> with what counts its answers.</summary>
    public Task ShowAsync(Func<IProgress<long>, Task> start) =>
        console.Profile.Capabilities.Interactive ? ShowBarAsync(start) : ShowLinesAsync(start);

    private Task ShowBarAsync(Func<IProgress<long>, Task> start) => console
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(title), maxValue: duration.TotalSeconds);
            var started = Stopwatch.GetTimestamp();
            await start(new Progress<long>(answers =>
            {
                bar.Description = Markup.Escape($"{title}, {answers:N0} answers");
                bar.Value = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }));
            bar.Value = bar.MaxValue;
        });

    private async Task ShowLinesAsync(Func<IProgress<long>, Task> start)
    {
        var answers = 0L;
        var load = start(new Progress<long>(count => answers = count));
        console.WriteLine($"{title} ...");
        for (var second = 1; await Task.WhenAny(load, Task.Delay(TimeSpan.FromSeconds(1))) != load; second++)
            console.WriteLine($"  {second} s: {answers:N0} answers");
        await load;
    }
}
