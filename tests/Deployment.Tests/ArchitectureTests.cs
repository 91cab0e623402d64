using System.Reflection;
using FlashFlow.Console;
using FlashFlow.Core.Guarding;
using FlashFlow.Drain;
using FlashFlow.Infrastructure;
using NetArchTest.Rules;

namespace FlashFlow.Deployment.Tests;

/// <summary>Who knows of whom: <c>src/Core</c> of nobody, an adapter of no other, and of Orleans only what is Orleans'; the console of fronts what anybody knows.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Core = typeof(StockGuard).Assembly;
    private static readonly Assembly Infrastructure = typeof(ServiceRegistration).Assembly;
    private static readonly Assembly Drain = typeof(DrainProcess).Assembly;

    // Each adapter with the client that is its own.
    private static readonly Dictionary<string, string> Adapters = new()
    {
        ["Redis"] = "StackExchange.Redis",
        ["RabbitMq"] = "RabbitMQ.Client",
        ["Postgres"] = "Npgsql",
    };

    public static TheoryData<Assembly> WithoutOrleans => [Core, Infrastructure, Drain];

    public static TheoryData<string> AdapterNames => [.. Adapters.Keys];

    [Theory]
    [MemberData(nameof(WithoutOrleans))]
    public void Core_and_Infrastructure_and_Drain_know_nothing_of_Orleans(Assembly assembly) =>
        Assert.DoesNotContain(References(assembly), name => name.Contains("Orleans", StringComparison.Ordinal) || name.Contains("Grains", StringComparison.Ordinal));

    [Fact]
    public void The_console_knows_the_engine_by_the_calls_of_the_front_alone() =>
        Assert.Equal(
            [Core.GetName().Name, Infrastructure.GetName().Name],
            References(typeof(ConsoleProcess).Assembly).Where(name => name.StartsWith("FlashFlow.", StringComparison.Ordinal)).Order());

    [Fact]
    public void Core_uses_nothing_but_the_runtime_and_the_logging_interfaces() =>
        Assert.All(References(Core), name => Assert.True(
            name.StartsWith("System.", StringComparison.Ordinal) || name == "Microsoft.Extensions.Logging.Abstractions", name));

    [Theory]
    [MemberData(nameof(AdapterNames))]
    public void An_adapter_knows_nothing_of_the_others(string adapter)
    {
        var types = Types.InAssembly(Infrastructure).That().ResideInNamespace($"{Infrastructure.GetName().Name}.{adapter}");
        var others = Adapters.Where(other => other.Key != adapter)
            .SelectMany(other => new[] { $"{Infrastructure.GetName().Name}.{other.Key}", other.Value });

        Assert.NotEmpty(types.GetTypes());
        Assert.False(
            types.ShouldNot().HaveDependencyOnAny(Adapters[adapter]).GetResult().IsSuccessful,
            $"{adapter} does not seem to use {Adapters[adapter]}: this test looks at the wrong types.");
        Assert.Empty(types.ShouldNot().HaveDependencyOnAny([.. others]).GetResult().FailingTypeNames ?? []);
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
