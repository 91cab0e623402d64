using FlashFlow.Bench.Against;
using FlashFlow.Bench.Report;
using FlashFlow.Bench.Results;
using FlashFlow.Tools.Tests.Bench.Report;

namespace FlashFlow.Tools.Tests.Bench.Against;

public sealed class PairingTests
{
    [Fact]
    public void The_ratio_is_the_median_of_the_pairs_not_of_the_medians()
    {
        // The machine became half as fast after the first pair. The medians' ratio would be 60 / 50.
        var pairing = Assert.Single(Pairing.Of(Bench([120, 60, 55], [100, 50, 50])));

        Assert.Equal(1.2, pairing.Median, 9);
        Assert.Equal("accepted: 1.20 times HEAD~3 (1.10 to 1.20 in 3 pairs)", pairing.ToString());
    }

    [Fact]
    public void One_run_is_one_pair() => Assert.Equal("accepted: 0.50 times HEAD~3 (0.50 to 0.50 in 1 pair)", $"{Assert.Single(Pairing.Of(Bench([10], [20])))}");

    [Fact]
    public void A_pair_in_which_the_other_did_nothing_is_no_pair()
    {
        Assert.Equal("accepted: 2.00 times HEAD~3 (2.00 to 2.00 in 1 pair)", $"{Assert.Single(Pairing.Of(Bench([10, 40], [0, 20])))}");
        Assert.Equal("accepted: HEAD~3 did nothing to compare with", $"{Assert.Single(Pairing.Of(Bench([10], [0])))}");
    }

    [Fact]
    public void What_has_no_other_is_not_paired_and_a_bench_of_one_commit_has_no_pairs()
    {
        Assert.Equal("accepted", Assert.Single(Pairing.Of(Bench([1], [1]))).Scenario);
        Assert.Empty(Pairing.Of(SampleReport.Full));
    }

    [Fact]
    public void Who_is_first_of_a_pair_changes_from_round_to_round()
    {
        string[][] groups = [["noop"], ["accepted", "accepted@x"]];

        Assert.Equal(["noop", "accepted", "accepted@x"], AgainstRun.OrderOf(groups, round: 1));
        Assert.Equal(["noop", "accepted@x", "accepted"], AgainstRun.OrderOf(groups, round: 2));
    }

    [Fact]
    public void The_page_tells_the_pairs_before_all_else()
    {
        var section = ReportSections.Of(Bench([120, 60, 55], [100, 50, 50]))[0];

        Assert.Equal("Against HEAD~3", section.Title);
        Assert.Equal(["`accepted`", "1.20", "1.10", "1.20", "3"], Assert.Single(section.Rows));
    }

    private static BenchReport Bench(double[] here, double[] there) => SampleReport.Small with
    {
        Against = "HEAD~3",
        Scenarios = [SampleReport.Small.Scenarios[0], Result("accepted", here), Result("accepted@HEAD~3", there)],
    };

    private static ScenarioResult Result(string name, double[] rates) =>
        new(name, "202", [.. rates.Select(rate => SampleReport.Small.Scenarios[1].Runs[0] with { PerSecond = rate })]);
}
