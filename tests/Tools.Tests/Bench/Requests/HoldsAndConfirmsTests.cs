using System.Text;
using FlashFlow.Bench.Requests;

namespace FlashFlow.Tools.Tests.Bench.Requests;

public sealed class HoldsAndConfirmsTests
{
    private static readonly Guid One = new("0190b6a5-1111-7222-8333-444444444444");
    private static readonly Guid Other = new("0190b6a5-5555-7666-8777-888888888888");

    private readonly HoldsAndConfirms requests = new(new("http://127.0.0.1:3000"), "phone-5");

    [Fact]
    public void A_hold_that_is_heard_of_is_confirmed_next()
    {
        Hear(202, One);

        var confirm = Next();
        Assert.StartsWith($"POST /products/phone-5/orders/{One}/confirm HTTP/1.1\r\n", confirm, StringComparison.Ordinal);
        Assert.EndsWith($$"""{"paymentRef":"pay-{{One}}","amount":4990,"currency":"EUR"}""", confirm, StringComparison.Ordinal);
        Assert.StartsWith("POST /products/phone-5/orders HTTP/1.1\r\n", Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_hold_is_confirmed_once()
    {
        Hear(202, One);
        Hear(202, Other);

        Assert.Contains($"/{One}/confirm", Next(), StringComparison.Ordinal);
        Assert.Equal([Other], requests.Unconfirmed);
        Assert.Contains($"/{Other}/confirm", Next(), StringComparison.Ordinal);
        Assert.Empty(requests.Unconfirmed);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)]
    [InlineData(503)]
    public void Other_answers_are_followed_by_a_buy(int status)
    {
        Hear(status, One);

        Assert.StartsWith("POST /products/phone-5/orders HTTP/1.1\r\n", Next(), StringComparison.Ordinal);
    }

    private void Hear(int status, Guid orderId) => requests.Hear(status, Encoding.UTF8.GetBytes($$"""{"orderId":"{{orderId}}","status":"held"}"""));

    private string Next() => Encoding.ASCII.GetString(requests.Next());
}
