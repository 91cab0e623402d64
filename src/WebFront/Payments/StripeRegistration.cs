using FlashFlow.Infrastructure;
using Stripe;

namespace FlashFlow.WebFront.Payments;

/// <summary>Registers what the webhook of Stripe is made of.</summary>
internal static class StripeRegistration
{
    private const string Section = "FlashFlow:Stripe";

    public static IServiceCollection AddStripe(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddValidatedOptions<StripeOptions>(Section)
            .AddSingleton<StripeEvents>()
            .AddSingleton<PaymentConfirmation>();
        if (configuration[$"{Section}:{nameof(StripeOptions.ApiKey)}"] is { Length: > 0 })
            services.AddSingleton<IPaymentReturn>(provider => new StripeReturn(new StripeClient(provider.GetRequiredService<StripeOptions>().ApiKey)));
        return services;
    }
}
