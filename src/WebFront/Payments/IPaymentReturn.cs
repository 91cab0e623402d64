namespace FlashFlow.WebFront.Payments;

/// <summary>Gives money back that has no unit (G9).</summary>
public interface IPaymentReturn
{
    /// <summary>Cancels the authorisation, or refunds what was captured. The same again changes nothing.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="cancellation">Whoever asks has gone.</param>
    /// <exception cref="PaymentReturnException">It may be given back or not.</exception>
    Task ReturnAsync(ReportedPayment payment, CancellationToken cancellation);
}
