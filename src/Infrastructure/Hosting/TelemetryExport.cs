using System.Reflection;
using FlashFlow.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Exports metrics, traces and logs by OTLP, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to. Otherwise nobody listens, and nothing is measured or traced.</summary>
public static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Calls over HTTP are the front's to measure and to trace: listening to ASP.NET's own hosting costs each call more than answering it may.
    private static readonly string[] Meters =
    [
        Telemetry.Name, "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "Npgsql", "System.Runtime",
    ];

    // Not what silos tell each other.
    private static readonly string[] Sources = [Telemetry.Name, "Microsoft.Orleans.Application", "Npgsql"];

    /// <summary>What was built, such as <c>1.0.0+ff64bc6</c>.</summary>
    public static string Version { get; } =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Whether telemetry goes anywhere.</summary>
    public static bool ExportsTelemetry(this IConfiguration configuration) => !string.IsNullOrEmpty(configuration[Endpoint]);

    internal static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (!configuration.ExportsTelemetry())
            return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName,
                serviceVersion: Version,
                serviceInstanceId: configuration["FlashFlow:InstanceName"]))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithTracing(traces => traces.AddSource(Sources).SetSampler(new ParentBasedSampler(new TracedCallSampler())))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }
}
