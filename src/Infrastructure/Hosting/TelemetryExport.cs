using FlashFlow.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Exports meters and traces by OTLP while the process runs, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
internal sealed class TelemetryExport(IConfiguration configuration, IHostEnvironment environment) : IHostedService, IDisposable
{
    private MeterProvider? meters;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return Task.CompletedTask;

        var resource = ResourceBuilder.CreateDefault().AddService(
            configuration["OTEL_SERVICE_NAME"] ?? environment.ApplicationName,
            serviceInstanceId: configuration["FlashFlow:InstanceName"]);
        meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql")
            .AddOtlpExporter()
            .Build();
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Telemetry.Name, "Microsoft.AspNetCore", "Npgsql")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Disposing sends what is still held back.
    public void Dispose()
    {
        meters?.Dispose();
        traces?.Dispose();
    }
}

