using System.Net;
using Microsoft.AspNetCore.Http;

namespace FlashFlow.Console.Tests;

public sealed class ExportEndpointsTests : IAsyncLifetime, IDisposable
{
    private ScriptedFront? front;
    private RunningConsole? console;
    private Browser? browser;

    public async Task InitializeAsync()
    {
        front = await ScriptedFront.StartAsync();
        console = await RunningConsole.StartAsync(front.Address);
        browser = new(console.Address);
        await browser.SignInAsync(ScriptedFront.ViewerKey);
    }

    public async Task DisposeAsync()
    {
        await console!.DisposeAsync();
        await front!.DisposeAsync();
    }

    public void Dispose() => browser?.Dispose();

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("jsonl", "application/jsonl")]
    public async Task Orders_are_handed_through_as_a_file_with_the_key_of_who_asks(string format, string contentType)
    {
        front!.Answer($"GET /products/phone-5/sales/7/orders.{format}", 200, "the orders", contentType);

        var answer = await browser!.GetAsync($"/export/phone-5/7/{format}?after=41");

        Assert.Equal("the orders", await answer.Content.ReadAsStringAsync());
        Assert.StartsWith(contentType, answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.Equal($"phone-5-7-after-41.{format}", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Contains(($"GET /products/phone-5/sales/7/orders.{format}?after=41", ScriptedFront.ViewerKey), front.Calls);
    }

    [Fact]
    public async Task A_file_that_breaks_off_at_the_front_breaks_off_here_rather_than_look_whole()
    {
        front!.Answer("GET /products/phone-5/sales/7/orders.csv", async context =>
        {
            await context.Response.WriteAsync(new string('x', 100_000));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var answer = await browser!.SendAsync(HttpMethod.Get, "/export/phone-5/7/csv").ContinueWith(sent => sent.IsFaulted, TaskScheduler.Default);

        Assert.True(answer);
    }

    [Theory]
    [InlineData("/export/phone-5/7/xml")]
    [InlineData("/export/..%2Faccess/7/csv")]
    [InlineData("/export/PHONE/7/csv")]
    public async Task What_is_no_sale_is_not_asked_for(string path)
    {
        var before = front!.Calls.Count;

        Assert.Equal(HttpStatusCode.NotFound, (await browser!.GetAsync(path)).StatusCode);
        Assert.Equal(before, front.Calls.Count);
    }

    [Fact]
    public async Task A_refusal_is_told_in_words()
    {
        front!.Answer("GET /products/phone-5/sales/7/orders.csv", 404, """{"title":"The product has no such sale","status":404,"code":"unknown_sale"}""");

        var answer = await browser!.GetAsync("/export/phone-5/7/csv");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("The product has no such sale.", await answer.Content.ReadAsStringAsync());
    }
}
