using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>What is told of a waiting room.</summary>
internal static class LineSection
{
    public static ReportSection Of(LineResult line)
    {
        var (members, crowd) = line;
        return new()
        {
            Title = "A line before a sale",
            Meaning = $"{members.Members:N0} members who joined as at one front, and whose places a front drew at the start. "
                + $"Then {crowd.Shoppers:N0} shoppers with a stream each, who joined over HTTP before the start or in the two minutes after it; some left, came back or loaded the page anew, "
                + $"and six in ten of those who were let in bought. Estimates were made two minutes after the start, and {crowd.Waiting:N0} still waited when all was sold.",
            Columns = ["", "measured", "must be"],
            Rows =
            [
                ["joined a second", $"{members.JoinedPerSecond:N0}", ""],
                ["memory of Redis for each member, drawn", $"{Figure.Of(members.BytesEach)} B", "150 B"],
                ["drawn, after the start", $"{Figure.Of(members.DrawnSeconds)} s", ""],
                [$"wrong places, of {members.Asked:N0}", $"{members.Wrong:N0}", "0"],
                ["units sold", $"{crowd.Sold:N0}", ""],
                ["sold out, after the start", $"{Figure.Whole(crowd.SoldOutSeconds)} s", ""],
                ["let in and could not buy", $"{crowd.Refused:N0}", "0"],
                [$"estimates within 25 %, of {crowd.Estimates:N0}", Figure.Of(crowd.Near), "0.9"],
                ["the first knows that all is sold", $"{Figure.Of(crowd.FirstToldSeconds)} s", ""],
                ["everybody knows that all is sold", $"{Figure.Of(crowd.ToldSeconds)} s", "2 s"],
                ["overtaken", $"{crowd.Overtaken:N0}", "0"],
                ["places that changed", $"{crowd.Moved:N0}", "0"],
                ["let in within a minute, at most", $"{crowd.MostInAMinute:N0}", $"{crowd.MostAllowed:N0}"],
            ],
        };
    }
}
