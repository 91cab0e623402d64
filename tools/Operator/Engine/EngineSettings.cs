using Microsoft.Extensions.Configuration;

namespace FlashFlow.Operator.Engine;

/// <summary>Where the tools find the services: <c>FlashFlow__Redis__Configuration</c> and the like, else the launcher's short names.</summary>
internal static class EngineSettings
{
    private static readonly (string Variable, string Key)[] ShortNames =
    [
        ("FLASHFLOW_REDIS", "FlashFlow:Redis:Configuration"),
        ("FLASHFLOW_RABBITMQ", "FlashFlow:RabbitMq:Uri"),
        ("FLASHFLOW_POSTGRES", "FlashFlow:Postgres:ConnectionString"),
    ];

    /// <param name="corner">Settings that go before those of the environment, by the names that they have there.</param>
    public static IConfiguration FromEnvironment(IReadOnlyDictionary<string, string?> corner)
    {
        var shortNames = ShortNames
            .Select(name => KeyValuePair.Create(name.Key, Environment.GetEnvironmentVariable(name.Variable)))
            .Where(setting => !string.IsNullOrEmpty(setting.Value));
        var first = corner.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        return new ConfigurationBuilder().AddInMemoryCollection(shortNames).AddEnvironmentVariables().AddInMemoryCollection(first).Build();
    }
}
