using System.Globalization;
using Xunit.Abstractions;

namespace FlashFlow.Simulation.Tests;

/// <summary>
/// Core under a seeded scheduler: replies lost, messages delivered twice and in any order, processes killed at any step, and every
/// promise checked at the end. <c>FLASHFLOW_SIM_COUNT</c> says how many schedules; <c>FLASHFLOW_SIM_SEED</c> plays one of them again
/// and prints what happened in it (shown by <c>dotnet test --logger "console;verbosity=detailed"</c>).
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const long DefaultCount = 100_000;
    private const long MostSchedulesPerBug = 20_000;

    [Fact]
    public void Every_promise_holds_in_every_schedule()
    {
        if (Setting("FLASHFLOW_SIM_SEED") is { } seed)
        {
            ReplayOne(seed);
            return;
        }

        var hunt = Hunt.Run(first: 1, Setting("FLASHFLOW_SIM_COUNT") ?? DefaultCount);
        output.WriteLine(hunt.ToString());
        if (hunt.Seed is { } caught)
            Fail(caught, Hunt.Replay(caught));
    }

    [Fact]
    public void The_same_seed_plays_the_same_schedule()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var (first, second) = (Hunt.Replay(seed).Trace, Hunt.Replay(seed).Trace);
            Assert.Equal(first.ToString(), second.ToString());
            Assert.Equal(first.Hash, second.Hash);
        }
    }

    [Fact]
    public void Another_seed_plays_another_schedule() =>
        Assert.Equal(500, Enumerable.Range(1, 500).Select(seed => Hunt.Replay(seed).Trace.Hash).Distinct().Count());

    /// <summary>A check that cannot fail proves nothing: each is shown a world that breaks its promise.</summary>
    [Theory]
    [InlineData(PlantedBug.StockUnchecked)]
    [InlineData(PlantedBug.LimitUnchecked)]
    [InlineData(PlantedBug.ReplayUnchecked)]
    [InlineData(PlantedBug.EpochUnchecked)]
    [InlineData(PlantedBug.EntryForgotten)]
    [InlineData(PlantedBug.ConfirmedTakenForStored)]
    [InlineData(PlantedBug.DeadLetterLost)]
    [InlineData(PlantedBug.StoredAndLost)]
    [InlineData(PlantedBug.StoredTwice)]
    [InlineData(PlantedBug.MarkUnchecked)]
    [InlineData(PlantedBug.CallDeadlineUnchecked)]
    [InlineData(PlantedBug.MarkByPosition)]
    [InlineData(PlantedBug.ExpiredTwice)]
    [InlineData(PlantedBug.LateWithoutUnit)]
    [InlineData(PlantedBug.CancelRepeated)]
    [InlineData(PlantedBug.RefusalForgotten)]
    [InlineData(PlantedBug.StoredBackwards)]
    public void A_world_that_breaks_a_promise_is_caught(PlantedBug bug)
    {
        var hunt = Hunt.Run(first: 1, MostSchedulesPerBug, bug);
        Assert.True(hunt.Seed is not null, $"{bug} went unnoticed in {hunt.Count} schedules.");
        output.WriteLine($"{bug}: seed {hunt.Seed} ({hunt}): {Hunt.Replay(hunt.Seed.Value, bug).Broken?.Message}");
    }

    private void ReplayOne(long seed)
    {
        var replay = Hunt.Replay(seed);
        output.WriteLine(replay.Trace.ToString());
        if (replay.Broken is not null)
            Fail(seed, replay);
    }

    private static void Fail(long seed, (BrokenPromiseException? Broken, Trace Trace) replay) =>
        Assert.Fail(
            $"Seed {seed} breaks a promise: {replay.Broken?.Message ?? "not when it was played again: it is not deterministic"}\n"
            + $"Play it again with FLASHFLOW_SIM_SEED={seed}. What happened (milliseconds):\n{replay.Trace}");

    private static long? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
