using System.Collections.Concurrent;
using FlashFlow.WebFront.Payments;

namespace FlashFlow.WebFront.Tests.Payments;

/// <summary>Remembers which payments were to be given back.</summary>
internal sealed class RecordedReturns : IPaymentReturn
{
    private readonly ConcurrentQueue<ReportedPayment> returned = new();

    public IReadOnlyCollection<ReportedPayment> Returned => returned;

    /// <summary>The provider does not answer.</summary>
    public bool IsAway { get; set; }

    public Task ReturnAsync(ReportedPayment payment, CancellationToken cancellation)
    {
        if (IsAway)
            throw new PaymentReturnException("The provider is away.");
        returned.Enqueue(payment);
        return Task.CompletedTask;
    }
}
