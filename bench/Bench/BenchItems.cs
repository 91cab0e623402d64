using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Rooms;
using FlashFlow.Bench.Scenarios;

namespace FlashFlow.Bench;

/// <summary>All that can be asked of a bench.</summary>
internal static class BenchItems
{
    public const string Noop = "noop";
    public const string SoldOut = "sold-out";
    public const string Exported = "exported";
    public const string Accepted = "accepted";
    public const string Holds = "holds";
    public const string Sql = "sql";
    public const string SqlBest = "sql-best";
    public const string Original = "original";
    public const string Drain = "drain";
    public const string Growth = "growth";
    public const string Steady = "steady";
    public const string Cold = "cold";
    public const string Lapse = "lapse";
    public const string Page = "page";
    public const string Watchers = "watchers";
    public const string Delivery = "delivery";
    public const string Line = "line";

    /// <summary>Asks for everything, what takes long included.</summary>
    public const string Everything = "all";

    private static readonly BenchItem[] All =
    [
        new(Noop, "POST that does nothing, in Kestrel: the ceiling", engine => new NoopScenario(Noop, engine)) { IsBaseline = true },
        new(SoldOut, "every buy is told that nothing is left", engine => new SoldOutScenario(SoldOut, engine)),
        new(Page, "the page of a sale, for browsers that have it", engine => new PageScenario(Page, engine)),
        new(Exported, "the same, at a front that exports telemetry", engine => new ExportedScenario(Exported, engine)),
        new(Accepted, "every buy of 10 million units is accepted, made durable and stored", engine => new DemoScenario(Accepted, engine, BenchSales.Plenty)),
        new(Holds, "units are held and confirmed, made durable and stored: pairs of both", engine => new HoldsScenario(Holds, engine)) { NeedsOwnGenerator = true },
        new("mixed", "100 units, then sold out: the demo's run", engine => new DemoScenario("mixed", engine, 100)),
        new("keyed", "every buy with an Idempotency-Key, a tenth of them retries", engine => new KeyedScenario("keyed", engine)) { NeedsOwnGenerator = true },
        new("joins", "shoppers join the line before a sale, each once", engine => new JoinsScenario("joins", engine)) { NeedsOwnGenerator = true },
        new("many-products", "buys of 20 products after Zipf's law", engine => new ManyProductsScenario("many-products", engine, 20)) { NeedsOwnGenerator = true },
        new(Sql, "one row in PostgreSQL, update and insert in a transaction, pool of 100", engine => new SqlScenario(Sql, engine, 100)) { IsBaseline = true },
        new(SqlBest, "the same with the pool that is the fastest here", engine => new SqlScenario(SqlBest, engine, 2, 4, 8, 16, 32)) { IsBaseline = true },
        new(Original, "the way of the Node.js original: a Lua call, an unconfirmed message and an insert each", engine => new OriginalScenario(Original, engine)) { IsBaseline = true },
        new("cluster-1", "buys of 20 products through one silo", engine => new ClusterScenario("cluster-1", engine, 1)) { IsOfCluster = true, NeedsOwnGenerator = true },
        new("cluster-3", "buys of 20 products through three silos", engine => new ClusterScenario("cluster-3", engine, 3)) { IsOfCluster = true, NeedsOwnGenerator = true },
        new(Drain, "a full queue of a million orders to empty"),
        new(Growth, "more connections, stock, products, fronts") { TakesLong = true },
        new(Cold, "processes that have just been started: time to ready, and answers second by second") { TakesLong = true },
        new(Lapse, $"{LapseRun.Holds:N0} holds that lapse in the same second: how soon their units are back on sale, and what buys feel of it") { TakesLong = true },
        new(Watchers, $"{WatchersRun.Watchers:N0} watchers of a product while it sells: memory of each, and what sales feel of them") { TakesLong = true },
        new(Delivery, $"{DeliveryRun.PerSecond:N0} orders a second to a webhook: how soon it is told of each") { TakesLong = true },
        new(Line, $"a waiting room: {MembersRun.Members:N0} members, and {CrowdRun.Shoppers:N0} shoppers who wait until all is sold") { TakesLong = true },
        new(Steady, "memory over ten minutes of accepted buys") { TakesLong = true },
    ];

    /// <summary>What can be measured, with silos or without.</summary>
    public static IReadOnlyList<BenchItem> Of(bool clustered) => [.. All.Where(item => clustered || !item.IsOfCluster)];

    /// <summary>Finds what is asked for.</summary>
    /// <param name="names">As given; none: all that does not take long, and with another generator than the own all that it can send.</param>
    /// <param name="clustered">Whether there are silos.</param>
    /// <param name="generator">The generator's name.</param>
    /// <returns>The items in the order of the list, or why they cannot be had: one sentence.</returns>
    public static (IReadOnlyList<BenchItem> Items, string? Refusal) Choose(IReadOnlyList<string> names, bool clustered, string generator)
    {
        var here = Of(clustered);
        foreach (var name in names.Where(name => name != Everything))
        {
            if (Array.Find(All, item => item.Name == name) is not { } item)
                return ([], $"there is no scenario '{name}': it can be {string.Join(", ", here.Select(known => known.Name))} or {Everything}.");
            if (!here.Contains(item))
                return ([], $"{name} needs silos: leave out --standalone.");
            if (item.NeedsOwnGenerator && generator != Generator.Own)
                return ([], $"{name} needs requests that differ, which only the generator '{Generator.Own}' sends: leave out --generator.");
        }

        return ([.. here.Where(IsWanted)], null);

        bool IsWanted(BenchItem item) =>
            names.Contains(item.Name)
            || ((names.Contains(Everything) || (names.Count == 0 && !item.TakesLong)) && (generator == Generator.Own || !item.NeedsOwnGenerator));
    }
}
