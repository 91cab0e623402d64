using FlashFlow.Core.Draining;
using FlashFlow.Drain.Webhooks;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Hosting;
using FlashFlow.Infrastructure.RabbitMq;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Drain;

/// <summary>The drain: stores accepted orders from RabbitMQ in PostgreSQL, and sends what happened to webhooks. It listens on HTTP for its health only.</summary>
public static class DrainProcess
{
    /// <summary>Builds the drain.</summary>
    /// <param name="args">The command line, which holds settings.</param>
    /// <param name="adapt">Changes the services that it is made of; for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adapt = null)
    {
        var builder = ServiceProcess.CreateBuilder(args);
        builder.Services
            .AddRabbitMq()
            .AddPostgres()
            .AddPostgresPreparation()
            .AddFeedSequencing()
            .AddRetention()
            .AddValidatedOptions<DrainOptions>("FlashFlow:Drain")
            .AddWebhooks()
            .AddSingleton<LagWatch>()
            .AddHostedService(provider => provider.GetRequiredService<LagWatch>());
        var health = builder.Services.AddHealthChecks()
            .AddCheck<WebhookHealthCheck>("webhooks")
            .AddCheck<LagHealthCheck>("lag")
            .AddPostgres(whenAway: HealthStatus.Unhealthy);
        if (builder.Configuration.GetValue("FlashFlow:Drain:Store", defaultValue: true))
            AddStoring(builder.Services, health);

        adapt?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapHealth();
        return app;
    }

    private static void AddStoring(IServiceCollection services, IHealthChecksBuilder health)
    {
        services
            .AddSingleton<RabbitMqOrderSource>()
            .AddSingleton<OrderDrain>()
            .AddSingleton<RabbitMqDeadLetterSource>()
            .AddHostedService<DrainService>()
            .AddHostedService<DeadLetterService>()
            .AddHostedService<ReplayWatch>();
        health.AddCheck<ConsumingHealthCheck>("consuming").AddCheck<StoringHealthCheck>("storing");
    }
}
