using FlashFlow.Chaos.Plan;

namespace FlashFlow.Tools.Tests.Chaos.Plan;

public sealed class ChaosPlanTests
{
    private static readonly Components Clustered = new(AreClustered: true);
    private static readonly Components Standalone = new(AreClustered: false);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_same_seed_draws_the_same_plan_and_another_seed_another()
    {
        Assert.Equal(Texts(7), Texts(7));
        Assert.NotEqual(Texts(7), Texts(8));

        static string[] Texts(int seed) => [.. Draw(seed, ChaosScenario.All, Clustered).Steps.Select(step => $"{step.At} {step.Text}")];
    }

    [Fact]
    public void A_mixture_hits_every_component_there_is_and_pairs()
    {
        var faults = Draw(1, ChaosScenario.All, Clustered).Faults;

        Assert.Equal(Clustered.Names.Order(), faults.SelectMany(step => step.Injected).Select(injected => injected.Component).Distinct().Order());
        Assert.Contains(faults, step => step.Injected.Count == 2);
        Assert.All(Enum.GetValues<Fault>().Except([Fault.CutOff, Fault.FailOver]), fault => Assert.Contains(faults, step => step.Injected.Any(injected => injected.Fault == fault)));
        Assert.DoesNotContain(Draw(1, ChaosScenario.All, Standalone).Faults, step => step.Injected.Any(injected => injected.Component.StartsWith("silo", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_the_servers_are_clusters_each_of_them_is_killed_and_frozen_and_the_primary_of_Redis_is_cut_off_and_replaced()
    {
        var components = Clustered with { AreServersClustered = true };

        var faults = Draw(1, ChaosScenario.All, components).Faults.SelectMany(step => step.Injected).ToList();

        Assert.Equal(components.Names.Order(), faults.Select(injected => injected.Component).Distinct().Order());
        Assert.Contains("rabbitmq-3", components.Names);
        Assert.All(faults, injected => Assert.True(injected.Fault is Fault.Kill or Fault.Freeze || injected.Component == "redis-primary", $"{injected}"));
        var ofRedis = Draw(1, "redis", components).Faults.SelectMany(step => step.Injected).Select(injected => injected.Fault);
        Assert.Equal([Fault.Kill, Fault.Freeze, Fault.CutOff, Fault.FailOver], ofRedis.Distinct().Order());
    }

    [Fact]
    public void A_scenario_of_one_kind_hits_nothing_else() =>
        Assert.All(Draw(1, "drain", Standalone).Faults, step => Assert.StartsWith("drain-", Assert.Single(step.Injected).Component, StringComparison.Ordinal));

    [Fact]
    public void A_pair_is_of_two_components() =>
        Assert.All(Draw(1, ChaosScenario.Pairs, Clustered).Faults, step => Assert.Equal(2, step.Injected.Select(injected => injected.Component).Distinct().Count()));

    [Fact]
    public void Without_a_cluster_there_are_no_silos_to_hit() => Assert.Null(ChaosScenario.Find("silo", Standalone));

    private static ChaosPlan Draw(int seed, string scenario, Components components) =>
        ChaosPlan.Draw(seed, TenMinutes, ChaosScenario.Find(scenario, components)!, components);
}
