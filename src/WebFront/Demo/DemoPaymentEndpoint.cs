using System.Security.Cryptography;
using System.Text;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FlashFlow.WebFront.Demo;

/// <summary>Plays a payment provider, so that a shop's way of taking money can be tried without one: it answers well, not at all, late or twice.</summary>
internal static class DemoPaymentEndpoint
{
    private const int BytesOfReference = 12;

    public static void MapDemoPayments(this IEndpointRouteBuilder app) =>
        app.MapPost("/demo/payments", PayAsync).WithTags("Demo")
            .WithSummary("Plays a payment provider: authorises or declines, answers late, not in time, or the same request twice with one payment.")
            .Produces<DemoPaymentView>()
            .TakesBody()
            .Refuses(Problems.NotFromHere, Problems.BadPayment, Problems.PaymentTimeout);

    private static async Task<IResult> PayAsync(DemoPaymentRequest payment, HttpContext context, TimeProvider time, CancellationToken cancellation)
    {
        if (!DemoEndpoints.IsFromHere(context))
            return Problems.NotFromHere;
        if (payment.FindDefect() is { } defect)
            return Problems.BadPayment.With(defect);

        switch (payment.Behaviour)
        {
            case "decline":
                return TypedResults.Ok(new DemoPaymentView(NewReference(), "declined"));
            case "timeout":
                await Task.Delay(TimeSpan.FromMilliseconds(DemoPaymentRequest.MaxDelayMs), time, cancellation);
                return Problems.PaymentTimeout;
            case "late":
                await Task.Delay(TimeSpan.FromMilliseconds(payment.DelayMs), time, cancellation);
                return Authorised(NewReference());
            case "twice":
                return Authorised(ReferenceOf(payment));
            default:
                return Authorised(NewReference());
        }
    }

    private static Ok<DemoPaymentView> Authorised(string reference) => TypedResults.Ok(new DemoPaymentView(reference, "authorised"));

    private static string NewReference() => Reference(RandomNumberGenerator.GetBytes(BytesOfReference));

    // Named by what is paid, so nothing need be remembered to answer the same.
    private static string ReferenceOf(DemoPaymentRequest payment) =>
        Reference(SHA256.HashData(Encoding.UTF8.GetBytes($"{payment.OrderId}\n{payment.Amount}\n{payment.Currency}")).AsSpan(0, BytesOfReference));

    private static string Reference(ReadOnlySpan<byte> bytes) => $"demo_{Convert.ToHexStringLower(bytes)}";
}
