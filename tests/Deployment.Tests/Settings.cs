using System.Reflection;
using System.Text.RegularExpressions;
using FlashFlow.Console;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using FlashFlow.Grains;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Infrastructure.Postgres.Retention;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Infrastructure.RabbitMq;
using FlashFlow.Infrastructure.Redis;
using FlashFlow.Silo;
using FlashFlow.Testing;
using FlashFlow.WebFront;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Rooms;
using FlashFlow.WebFront.Guarding;
using FlashFlow.WebFront.Payments;
using FlashFlow.WebFront.Shoppers;
using FlashFlow.WebFront.Tracing;

namespace FlashFlow.Deployment.Tests;

/// <summary>Every setting there is, under the name it has in the environment.</summary>
internal static partial class Settings
{
    /// <summary>Names, by the process that reads them.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> ByProcess =>
        Processes.ToDictionary(process => process.Key, process => process.Value.SelectMany(Properties).Select(setting => setting.Name).ToHashSet());

    /// <summary>Name and default.</summary>
    public static IReadOnlyDictionary<string, object?> Defaults =>
        Processes.Values
            .SelectMany(sections => sections)
            .SelectMany(Properties)
            .DistinctBy(setting => setting.Name)
            .ToDictionary(setting => setting.Name, setting => setting.Default);

    /// <summary>The name under which a setting stands here: that of a list's first element, whichever it is.</summary>
    public static string NameOf(string setting) => NumberInList().Replace(setting, "__0__");

    /// <summary>What .NET and OpenTelemetry read, as docs/settings.md has it.</summary>
    public static IReadOnlyList<string> OfNet
    {
        get
        {
            var page = File.ReadAllText(Path.Combine(RealServices.Root, "docs", "settings.md"));
            var section = page[page.IndexOf("## What .NET", StringComparison.Ordinal)..page.IndexOf("## What the launcher", StringComparison.Ordinal)];
            return [.. section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Name().Matches(line.Split('|')[1])).Select(name => name.Value)];
        }
    }

    private static Dictionary<string, (string Section, Type Options)[]> Processes => new()
    {
        ["silo"] = [("Silo", typeof(SiloOptions)), ("Cluster", typeof(ClusterSettings)), .. OfGuards, .. OfServers],
        ["front"] =
        [
            .. OfFronts, ("Guard", typeof(GuardModeOptions)), .. OfGuards, ("Cluster", typeof(ClusterSettings)), ("Cluster", typeof(ClusterCallOptions)),
        ],
        ["drain"] = OfDrains,
        ["console"] = [("Console", typeof(ConsoleOptions))],
    };

    private static (string Section, Type Options)[] OfGuards => [("Guard", typeof(GuardOptions)), ("Relay", typeof(RelayOptions))];

    private static (string Section, Type Options)[] OfFronts =>
    [
        ("Front", typeof(FrontOptions)), ("Telemetry", typeof(TelemetryOptions)), ("Connections", typeof(ConnectionOptions)),
        ("RateLimit", typeof(RateLimitOptions)), ("RoomWork", typeof(RoomWorkOptions)), ("Stripe", typeof(StripeOptions)), ("ShopperTokens", typeof(ShopperTokenOptions)),
        ("Webhooks", typeof(WebhookOptions)), .. OfServers,
    ];

    private static (string Section, Type Options)[] OfDrains => [("Drain", typeof(DrainOptions)), ("Webhooks", typeof(WebhookOptions)), ("Store", typeof(StoreOptions)), ("RabbitMq", typeof(RabbitMqOptions)), ("Postgres", typeof(PostgresOptions))];

    private static (string Section, Type Options)[] OfServers =>
        [("Redis", typeof(RedisOptions)), ("RabbitMq", typeof(RabbitMqOptions)), ("Postgres", typeof(PostgresOptions))];

    private static IEnumerable<(string Name, object? Default)> Properties((string Section, Type Options) section) =>
        Properties($"FlashFlow__{section.Section}", section.Options);

    private static IEnumerable<(string Name, object? Default)> Properties(string before, Type options)
    {
        var defaults = Activator.CreateInstance(options);
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            // Of a list, the first element's.
            var name = $"{before}__{property.Name}";
            if (property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
                foreach (var setting in Properties($"{name}__0", list.GetGenericArguments()[0]))
                    yield return setting;
            else
                yield return (name, property.GetValue(defaults));
        }
    }

    [GeneratedRegex("[A-Za-z_]{4,}")]
    private static partial Regex Name();

    [GeneratedRegex(@"__\d+__")]
    private static partial Regex NumberInList();
}
