using FlashFlow.WebFront.Payments;
using Microsoft.AspNetCore.Http;

namespace FlashFlow.WebFront.Tests.Payments;

/// <summary>Events of Stripe, and what only looks like one. Each is an event and a signature that stay as they are.</summary>
public sealed class StripeEventsTests
{
    private const int Tolerance = 300;

    [Theory]
    [InlineData(0)]
    [InlineData(Tolerance)]
    [InlineData(-Tolerance)]
    public void An_event_that_Stripe_signed_is_read(int secondsLater)
    {
        var told = Read(StripeSamples.Sample, StripeSamples.Signature, secondsLater);

        Assert.Equal("evt_sample", told?.Id);
        Assert.Equal(
            new ReportedPayment("phone-5", new("0190b6a5-1111-7222-8333-444444444444"), "pi_sample", 49_990, "EUR", IsCaptured: false),
            ReportedPayment.Find(told!));
    }

    [Theory]
    [InlineData(Tolerance + 1)]
    [InlineData(-Tolerance - 1)]
    public void An_event_of_another_time_is_none(int secondsLater) =>
        Assert.Null(Read(StripeSamples.Sample, StripeSamples.Signature, secondsLater));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=1893456000")]
    [InlineData("v1=00")]
    [InlineData("t=soon,v1=00")]
    [InlineData("t=1893456000,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("\u00e4,=,,t=")]
    public void Without_its_signature_an_event_is_none(string? signature) => Assert.Null(Read(StripeSamples.Sample, signature));

    [Fact]
    public void What_was_changed_on_the_way_is_none() => Assert.Null(Read(
        StripeSamples.Sample.Replace("\"amount_capturable\":49990", "\"amount_capturable\":1", StringComparison.Ordinal), StripeSamples.Signature));

    [Fact]
    public void What_was_signed_with_another_secret_is_none() =>
        Assert.Null(Read(StripeSamples.Sample, StripeSamples.Sign(StripeSamples.Sample, At(0), "whsec_of_somebody_else")));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"object\":")]
    public void What_was_signed_and_is_no_event_is_a_bad_request(string body) =>
        Assert.Throws<BadHttpRequestException>(() => Read(body, StripeSamples.Sign(body, At(0))));

    private static Stripe.Event? Read(string body, string? signature, int secondsLater = 0) =>
        new StripeEvents(new() { WebhookSecret = RunningFront.StripeSecret, ToleranceSeconds = Tolerance }, new StillClock(At(secondsLater)))
            .Read(Encoding.UTF8.GetBytes(body), signature);

    private static DateTimeOffset At(int secondsLater) => DateTimeOffset.FromUnixTimeSeconds(StripeSamples.SignedAt + secondsLater);
}
