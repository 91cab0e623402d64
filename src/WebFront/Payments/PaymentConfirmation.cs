using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Orders;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FlashFlow.WebFront.Payments;

/// <summary>
/// Confirms the order that a payment was made for, as the shop's confirm does, and gives the payment back where it has no unit (G9).
/// </summary>
/// <param name="orders">The way to the orders.</param>
/// <param name="logger">Hears of payments that somebody must look after.</param>
/// <param name="returns">Gives payments back; null where that is left to the shop.</param>
internal sealed class PaymentConfirmation(OrderChanges orders, ILogger<PaymentConfirmation> logger, IPaymentReturn? returns = null)
{
    // As the history of a sale names who did it, where others are named by their keys.
    private const string By = "stripe";

    private static readonly Problem NotReturned = Problems.Unavailable.With(
        "The payment has no unit, and the payment provider did not give it back now. Send the event again.");

    /// <summary>Takes the payment to its order. The same again is answered the same.</summary>
    /// <returns>200 where there is nothing more to learn by telling of it again, otherwise 503.</returns>
    public async Task<IResult> TakeAsync(ReportedPayment payment, CancellationToken cancellation)
    {
        var confirm = new OrderChange.Confirm(payment.Reference, payment.Amount, payment.Currency) { By = By };
        var result = await orders.DecideAsync(payment.ProductId, payment.OrderId, confirm);
        if (result.IsChanged)
            return TypedResults.Ok(new WebhookView("confirmed") { OrderId = payment.OrderId });

        var problem = Problems.ForChange(confirm, result.Outcome);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            return problem;
        if (!HasNoUnit(payment, result))
            return Refuse(payment, problem, "Look into it: the payment has confirmed nothing, and is left as it is.");
        return returns is null
            ? Refuse(payment, problem, payment.IsCaptured ? "Refund the payment." : "Cancel the payment: capture nothing.")
            : await ReturnAsync(returns, payment, problem, cancellation);
    }

    // Where the order is unknown it may be of another engine on the same Stripe account; an order that was sold at once may be paid for
    // afterwards; a wrong amount leaves the hold as it is; and what is paid back of an order that the shop undid, the shop knows.
    private static bool HasNoUnit(ReportedPayment payment, OrderResult result) => result.Outcome switch
    {
        OrderOutcome.HoldExpired or OrderOutcome.HoldReleased or OrderOutcome.PaymentMismatch => true,
        OrderOutcome.Cancelled => result.State?.PaymentRef != payment.Reference,
        _ => false,
    };

    private async Task<IResult> ReturnAsync(IPaymentReturn way, ReportedPayment payment, Problem problem, CancellationToken cancellation)
    {
        try
        {
            await way.ReturnAsync(payment, cancellation);
        }
        catch (PaymentReturnException failure)
        {
            logger.LogError(failure, "The payment {Payment} of order {Order} has no unit ({Code}) and was not given back", payment.Reference, payment.OrderId, problem.Code);
            return NotReturned;
        }

        logger.LogInformation("The payment {Payment} of order {Order} had no unit ({Code}) and was given back", payment.Reference, payment.OrderId, problem.Code);
        return TypedResults.Ok(new WebhookView("returned") { OrderId = payment.OrderId, Code = problem.Code });
    }

    private Ok<WebhookView> Refuse(ReportedPayment payment, Problem problem, string toDo)
    {
        logger.LogWarning(
            "The payment {Payment} has not confirmed order {Order} of {Product} ({Code}). {ToDo}",
            payment.Reference, payment.OrderId, payment.ProductId, problem.Code, toDo);
        return TypedResults.Ok(new WebhookView("refused") { OrderId = payment.OrderId, Code = problem.Code, ToDo = toDo });
    }
}
