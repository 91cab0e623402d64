using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>What every process of FlashFlow has in common: structured logs, health checks, exported telemetry, a clear end when a setting is wrong.</summary>
public static class ServiceProcess
{
    /// <summary>A builder with JSON logs that are quiet on the hot path, and health checks on <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console => console.TimestampFormat = "O");
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // Where this category may log anything, ASP.NET makes an activity and a log scope for every request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddTelemetryExport();
        builder.Services.PostConfigure<HealthCheckServiceOptions>(BoundedHealthCheck.BoundAll);
        return builder;
    }

    /// <summary>Gives settings defaults of this process's own. Whoever sets them otherwise is heard.</summary>
    public static void SetDefaults(this IConfigurationBuilder configuration, params (string Key, string Value)[] defaults) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)) });

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The process's exit code: 0, or 1 when it could not start; then a sentence on standard error says why.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync($"flashflow: cannot start: {failure.Message}");
            return 1;
        }
    }
}
