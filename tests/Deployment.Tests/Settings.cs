using System.Reflection;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Infrastructure.RabbitMq;
using FlashFlow.Infrastructure.Redis;
using FlashFlow.WebFront;

namespace FlashFlow.Deployment.Tests;

/// <summary>Every setting there is, under the name it has in the environment.</summary>
internal static class Settings
{
    private static readonly (string Section, Type Options)[] Front =
    [
        ("Front", typeof(FrontOptions)), ("Guard", typeof(GuardOptions)), ("Relay", typeof(RelayOptions)),
        ("Redis", typeof(RedisOptions)), ("RabbitMq", typeof(RabbitMqOptions)), ("Postgres", typeof(PostgresOptions)),
    ];

    private static readonly (string Section, Type Options)[] Drain =
    [
        ("Drain", typeof(DrainOptions)), ("RabbitMq", typeof(RabbitMqOptions)), ("Postgres", typeof(PostgresOptions)),
    ];

    public static IReadOnlySet<string> OfFront => Names(Front);

    public static IReadOnlySet<string> OfDrain => Names(Drain);

    /// <summary>Name and default.</summary>
    public static IReadOnlyDictionary<string, object?> Defaults =>
        Front.Union(Drain).SelectMany(Properties).DistinctBy(setting => setting.Name).ToDictionary(setting => setting.Name, setting => setting.Default);

    private static HashSet<string> Names(IEnumerable<(string Section, Type Options)> sections) =>
        [.. sections.SelectMany(Properties).Select(setting => setting.Name)];

    private static IEnumerable<(string Name, object? Default)> Properties((string Section, Type Options) section)
    {
        var defaults = Activator.CreateInstance(section.Options);
        return section.Options
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => ($"FlashFlow__{section.Section}__{property.Name}", property.GetValue(defaults)));
    }
}
