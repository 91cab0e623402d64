using FlashFlow.WebFront.WarmUp;

namespace FlashFlow.WebFront.Tests.WarmUp;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:3000", "http://127.0.0.1:3000/")]
    [InlineData("http://192.0.2.7:3000", "http://192.0.2.7:3000/")]
    [InlineData("http://localhost:3000", "http://localhost:3000/")]
    [InlineData("http://0.0.0.0:3000", "http://127.0.0.1:3000/")]
    [InlineData("http://[::]:80", "http://[::1]/")]
    [InlineData("http://*:3000", "http://localhost:3000/")]
    [InlineData("http://shop.example:3000", "http://localhost:3000/")]
    [InlineData("https://[::]:443 http://[::]:8080", "http://[::1]:8080/")]
    [InlineData("http://unix:/run/front.sock http://[::]:8080", "http://[::1]:8080/")]
    public void A_front_reaches_itself_without_leaving_the_machine(string listening, string own) =>
        Assert.Equal(new Uri(own), OwnAddress.Find(listening.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("https://[::]:443")]
    [InlineData("http://unix:/run/front.sock")]
    public void Without_a_plain_address_it_does_not(string listening) =>
        Assert.Null(OwnAddress.Find(listening.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
