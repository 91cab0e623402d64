using FlashFlow.Bench.Report;
using Spectre.Console;

namespace FlashFlow.Tools.Tests.Bench.Report;

public sealed class BenchTableTests
{
    [Fact]
    public void The_console_shows_what_the_page_shows_ratios_first()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        foreach (var table in BenchTable.Of(SampleReport.Full))
            console.Write(table);

        var shown = text.ToString();
        Assert.Matches(@"accepted\s+│\s+0\.50 │\s+25\.0 │\s+10\.0", shown);
        Assert.Contains("keyed, run 1: 1,234 answers 503", shown, StringComparison.Ordinal);
        Assert.Matches("(?s)How it compares.*Throughput.*Latency at a steady rate.*What a million cost.*Growth: connections.*Holds that lapse together.*1[.]40 s.*3[.]50 ms.*11[.]5 ms.*many watch.*0[.]95.*12[.]3 kB.*line before a sale.*128 B.*0[.]94.*1[.]75 s.*1,219.*Drain.*Memory over time", shown);
    }
}
