using System.Xml.Linq;
using FlashFlow.Console.Plots;

namespace FlashFlow.Console.Tests.Plots;

public sealed class TimePlotTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly PlotSeries[] TwoLines =
    [
        new("accepted", null, [new(Noon, 10), new(Noon.AddSeconds(2), 30)]),
        new("sold out", "8 4", [new(Noon, 0), new(Noon.AddSeconds(2), 20), new(Noon.AddMinutes(1), 5)]),
    ];

    [Fact]
    public async Task Lines_are_told_apart_by_dashes_and_by_their_names_beside_them_and_by_no_colour()
    {
        var plot = await RenderAsync(TwoLines);

        var lines = plot.Descendants("g").Where(group => group.Attribute("class")!.Value.StartsWith("plot-line", StringComparison.Ordinal)).ToList();
        Assert.Equal([null, "8 4"], lines.Select(line => line.Element("polyline")!.Attribute("stroke-dasharray")?.Value));
        Assert.Equal(["accepted", "sold out"], lines.Select(line => line.Element("text")!.Value));
        Assert.All(plot.Descendants("svg").Descendants(), element => Assert.Null(element.Attribute("stroke")));
    }

    [Fact]
    public async Task A_reader_that_does_not_see_it_hears_title_and_figures()
    {
        var svg = (await RenderAsync(TwoLines)).Descendants("svg").Single();

        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal(svg.Attribute("aria-labelledby")!.Value, svg.Element("title")!.Attribute("id")!.Value);
        Assert.Equal("Answers", svg.Element("title")!.Value);
        Assert.Equal(
            "accepted: at most 30 a second, at the end 30. sold out: at most 20 a second, at the end 5.", svg.Element("desc")!.Value);
    }

    [Fact]
    public async Task The_table_behind_it_has_the_same_by_minute_newest_first()
    {
        var table = (await RenderAsync(TwoLines)).Descendants("details").Single().Descendants("table").Single();

        Assert.Equal(["from (UTC)", "accepted", "sold out"], table.Descendants("thead").Descendants("th").Select(cell => cell.Value));
        Assert.Equal(
            ["12:01 – 5", "12:00 20 10"],
            table.Descendants("tbody").Elements("tr").Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value))));
    }

    [Fact]
    public async Task What_a_user_has_named_is_text()
    {
        var plot = await RenderAsync([new("<script>alert(1)</script>", null, [new(Noon, 1)])]);

        Assert.Empty(plot.Descendants("script"));
        Assert.Contains(plot.Descendants("text"), text => text.Value == "<script>alert(1)</script>");
    }

    [Fact]
    public async Task Without_a_point_it_says_so()
    {
        var plot = await RenderAsync([new("accepted", null, [])]);

        Assert.Empty(plot.Descendants("polyline"));
        Assert.Equal("accepted: nothing.", plot.Descendants("desc").Single().Value);
    }

    private static Task<XElement> RenderAsync(IReadOnlyList<PlotSeries> series) => Rendered.Async<TimePlot>(new()
    {
        ["Id"] = "answers",
        ["Title"] = "Answers",
        ["Unit"] = "a second",
        ["From"] = Noon.AddMinutes(-5),
        ["To"] = Noon.AddMinutes(5),
        ["Step"] = TimeSpan.FromSeconds(2),
        ["Series"] = series,
    });
}
