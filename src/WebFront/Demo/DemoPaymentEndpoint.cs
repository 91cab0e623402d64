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

        return await AskAsync(payment, time, cancellation) is { } view ? TypedResults.Ok(view) : Problems.PaymentTimeout;
    }

    /// <summary>What the provider answers; null when it does not in time.</summary>
    public static async Task<DemoPaymentView?> AskAsync(DemoPaymentRequest payment, TimeProvider time, CancellationToken cancellation)
    {
        switch (payment.Behaviour)
        {
            case "decline":
                return new(NewReference(), "declined");
            case "timeout":
                await Task.Delay(TimeSpan.FromMilliseconds(DemoPaymentRequest.MaxDelayMs), time, cancellation);
                return null;
            case "late":
                await Task.Delay(TimeSpan.FromMilliseconds(payment.DelayMs), time, cancellation);
                return new(NewReference(), "authorised");
            case "twice":
                return new(ReferenceOf(payment), "authorised");
            default:
                return new(NewReference(), "authorised");
        }
    }

    private static string NewReference() => Reference(RandomNumberGenerator.GetBytes(BytesOfReference));

    // Named by what is paid, so nothing need be remembered to answer the same.
    private static string ReferenceOf(DemoPaymentRequest payment) =>
        Reference(SHA256.HashData(Encoding.UTF8.GetBytes($"{payment.OrderId}\n{payment.Amount}\n{payment.Currency}")).AsSpan(0, BytesOfReference));

    private static string Reference(ReadOnlySpan<byte> bytes) => $"demo_{Convert.ToHexStringLower(bytes)}";
}
