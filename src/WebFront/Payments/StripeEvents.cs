using System.Text;
using Stripe;

namespace FlashFlow.WebFront.Payments;

/// <summary>Reads events of Stripe, and none of anybody else: without network, by the secret that both sides know.</summary>
public sealed class StripeEvents(StripeOptions options, TimeProvider time)
{
    /// <summary>Reads an event.</summary>
    /// <param name="body">As it came: the signature is of its bytes.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>.</param>
    /// <returns>The event, or null where Stripe has not signed it, not with this secret or not within the tolerance.</returns>
    /// <exception cref="BadHttpRequestException">Stripe has signed what is no event.</exception>
    public Event? Read(byte[] body, string? signature)
    {
        if (string.IsNullOrEmpty(signature))
            return null;
        try
        {
            // The version says how Stripe writes events for this account; what is read here has been the same in all of them.
            return EventUtility.ConstructEvent(
                Encoding.UTF8.GetString(body),
                signature,
                options.WebhookSecret,
                options.ToleranceSeconds,
                time.GetUtcNow().ToUnixTimeSeconds(),
                throwOnApiVersionMismatch: false)
                ?? throw new BadHttpRequestException("The body is no event.");
        }
        catch (StripeException)
        {
            return null;
        }
        catch (Exception failure) when (failure is System.Text.Json.JsonException or Newtonsoft.Json.JsonException or InvalidOperationException)
        {
            // Stripe's library reads with both, and takes it for granted that there is an object.
            throw new BadHttpRequestException("The body is no event.", failure);
        }
    }
}
