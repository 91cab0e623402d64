using FlashFlow.Bench;

namespace FlashFlow.Tools.Tests.Bench;

public sealed class BenchItemsTests
{
    private static readonly string[] UsualStandalone = ["noop", "sold-out", "page", "exported", "accepted", "holds", "mixed", "keyed", "joins", "many-products", "sql", "sql-best", "original", "drain"];

    [Fact]
    public void Without_a_name_it_is_all_that_does_not_take_long()
    {
        Assert.Equal(UsualStandalone, Choose([], clustered: false));
        Assert.Equal([.. UsualStandalone[..^1], "cluster-1", "cluster-3", "drain"], Choose([], clustered: true));
    }

    [Fact]
    public void All_is_what_takes_long_too() => Assert.Equal([.. UsualStandalone, "growth", "cold", "lapse", "watchers", "delivery", "line", "steady"], Choose(["all"], clustered: false));

    [Fact]
    public void Names_are_put_in_the_order_of_the_list() => Assert.Equal(["noop", "sql", "growth"], Choose(["growth", "sql", "noop", "sql"], clustered: false));

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var (items, refusal) = BenchItems.Choose(["noop", "sold_out"], clustered: false, "own");

        Assert.Empty(items);
        Assert.Contains("'sold_out'", refusal, StringComparison.Ordinal);
        Assert.All(UsualStandalone, name => Assert.Contains(name, refusal, StringComparison.Ordinal));
        Assert.DoesNotContain("cluster-1", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cluster_there_are_no_silos_to_measure() =>
        Assert.Contains("silos", BenchItems.Choose(["cluster-3"], clustered: false, "own").Refusal, StringComparison.Ordinal);

    [Fact]
    public void Another_generator_is_not_asked_for_requests_that_differ()
    {
        Assert.DoesNotContain("keyed", Choose([], clustered: false, "wrk"));
        Assert.Contains("'own'", BenchItems.Choose(["keyed"], clustered: false, "wrk").Refusal, StringComparison.Ordinal);
    }

    private static string[] Choose(string[] names, bool clustered, string generator = "own") =>
        [.. BenchItems.Choose(names, clustered, generator).Items.Select(item => item.Name)];
}
