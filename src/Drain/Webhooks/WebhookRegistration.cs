namespace FlashFlow.Drain.Webhooks;

/// <summary>Makes the process one that sends to webhooks.</summary>
internal static class WebhookRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookDelivery>()
        .AddHostedService<WebhookService>();
}
