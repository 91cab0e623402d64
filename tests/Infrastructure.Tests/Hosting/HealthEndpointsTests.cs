using FlashFlow.Infrastructure.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Tests.Hosting;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task What_a_check_found_is_written_as_people_read_it()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Services.AddHealthChecks().AddCheck("redis", () => HealthCheckResult.Degraded("'maxmemory' is 1 MB > 0 & \"full\""));
        await using var app = builder.Build();
        app.MapHealth();
        await app.StartAsync();

        using var client = new HttpClient();
        var answer = await client.GetStringAsync(new Uri($"{app.Urls.Single()}/health/ready"));
        Assert.Equal(
            """
            {"status":"Degraded","checks":{"redis":{"status":"Degraded","description":"'maxmemory' is 1 MB > 0 & \"full\""}}}
            """,
            answer);
    }
}
