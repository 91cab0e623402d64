using Stripe;

namespace FlashFlow.WebFront.Payments;

/// <summary>
/// Gives money back through Stripe. Idempotency keys name order and payment, so that however often Stripe tells of a payment, it is given
/// back once; of two payments of one order each is given back for itself.
/// </summary>
public sealed class StripeReturn(IStripeClient stripe) : IPaymentReturn
{
    // https://docs.stripe.com/error-codes
    private const string UnexpectedState = "payment_intent_unexpected_state";
    private const string AlreadyRefunded = "charge_already_refunded";
    private const string Canceled = "canceled";
    private const string Succeeded = "succeeded";

    private readonly PaymentIntentService intents = new(stripe);
    private readonly RefundService refunds = new(stripe);

    public async Task ReturnAsync(ReportedPayment payment, CancellationToken cancellation)
    {
        try
        {
            if (payment.IsCaptured || !await TryCancelAsync(payment, cancellation))
                await RefundAsync(payment, cancellation);
        }
        catch (Exception failure) when (failure is StripeException or HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new PaymentReturnException($"Stripe did not give {payment.Reference} back: {failure.Message}", failure);
        }
    }

    /// <returns>False: it was captured meanwhile, and can only be refunded.</returns>
    private async Task<bool> TryCancelAsync(ReportedPayment payment, CancellationToken cancellation)
    {
        try
        {
            await intents.CancelAsync(payment.Reference, new(), Once("cancel", payment), cancellation);
            return true;
        }
        catch (StripeException failure) when (failure.StripeError?.Code == UnexpectedState)
        {
            var intent = await intents.GetAsync(payment.Reference, cancellationToken: cancellation);
            if (intent.Status is not (Canceled or Succeeded))
                throw;
            return intent.Status == Canceled;
        }
    }

    private async Task RefundAsync(ReportedPayment payment, CancellationToken cancellation)
    {
        try
        {
            await refunds.CreateAsync(new() { PaymentIntent = payment.Reference }, Once("refund", payment), cancellation);
        }
        catch (StripeException failure) when (failure.StripeError?.Code == AlreadyRefunded)
        {
            // The shop was faster, or Stripe has forgotten the key by now.
        }
    }

    private static RequestOptions Once(string what, ReportedPayment payment) =>
        new() { IdempotencyKey = $"flashflow-{what}-{payment.OrderId}-{payment.Reference}" };
}
