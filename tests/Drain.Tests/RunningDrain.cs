using FlashFlow.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Drain.Tests;

/// <summary>A drain that runs in this process.</summary>
internal static class RunningDrain
{
    /// <summary>Starts it, and waits until it consumes: from then on its queues are there and have leaders.</summary>
    public static async Task<WebApplication> StartAsync(Sandbox sandbox)
    {
        var drain = DrainProcess.Build(["--urls=http://127.0.0.1:0", .. sandbox.Settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        await drain.StartAsync();
        var health = drain.Services.GetRequiredService<HealthCheckService>();
        await Eventually.SeesAsync("a drain that consumes", () => health.CheckHealthAsync(), report => report.Status != HealthStatus.Unhealthy);
        return drain;
    }
}
