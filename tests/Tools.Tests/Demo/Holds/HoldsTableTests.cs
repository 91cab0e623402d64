using FlashFlow.Operator.Demo.Holds;
using Spectre.Console;

namespace FlashFlow.Tools.Tests.Demo.Holds;

public sealed class HoldsTableTests
{
    [Fact]
    public void It_tells_what_was_paid_for_and_how_long_units_stood_empty()
    {
        var rows = Rows(SampleHolds.Result(SampleHolds.Record()));

        Assert.Contains("people 6, of whom 2 never pay holds 3 of them lapsed 1 paid for 2 of 2", rows, StringComparison.Ordinal);
        Assert.Contains("units that were held again 1 stood empty, p50 40 ms stood empty, max 40 ms until all was paid for 7.2 s", rows, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_unit_was_held_again_there_is_no_such_time()
    {
        var record = SampleHolds.Record();

        Assert.Contains(
            "stood empty, p50 - stood empty, max -",
            Rows(SampleHolds.Result(record with { Held = [.. record.Held.Take(SampleHolds.Stock)] })),
            StringComparison.Ordinal);
    }

    private static string Rows(HoldsResult result)
    {
        var written = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 200;
        console.Write(HoldsTable.Of(result));

        // As cells side by side, without lines and the room around them.
        return string.Join(' ', written.ToString().Split([' ', '\u2502', '|', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
