using System.Net;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Operators;
using FlashFlow.WebFront.Orders;

namespace FlashFlow.WebFront.Demo;

/// <summary>The two calls of the Node.js original: put the demo product back to 100 units, and buy one of them as nobody in particular.</summary>
internal static class DemoEndpoints
{
    public const string ProductId = "demo";
    private const int Stock = 100;

    public static void MapDemo(this IEndpointRouteBuilder app)
    {
        if (!app.ServiceProvider.GetRequiredService<FrontOptions>().DemoMode)
            return;
        app.MapPost("/init", InitAsync).WithTags("Demo").WithSummary("Starts a new sale of 100 units of the demo product.")
            .Produces<DemoView>()
            .Refuses(Problems.BadRequest, Problems.NotFromHere, Problems.HoldsRemain, Problems.Superseded, Problems.BadSale, Problems.Unavailable);
        var checkout = app.ServiceProvider.GetRequiredService<Checkout>();
        app.MapPost("/buy", (Delegate)((HttpContext context) => BuyAsync(context, checkout)))
            .WithTags("Demo").WithSummary("Buys one unit of the demo product.").LimitByAddress()
            .Produces<OrderView>(StatusCodes.Status202Accepted)
            .Refuses(Problems.UnknownProduct, Problems.SoldOut, Problems.NotOpen, Problems.Paused, Problems.Closed)
            .Refuses(Problems.BadRequest, Problems.Suspended, Problems.Unknown, Problems.Unavailable, Problems.Overloaded);
        app.MapDemoPayments();
        app.MapDemoShop();
    }

    /// <summary>Whether the caller is on the same machine.</summary>
    public static bool IsFromHere(HttpContext context) => IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None);

    private static async Task<IResult> InitAsync(
        HttpContext context, ISaleOffice office, OperatorAnswers answers, StockGuards guards, int stock = Stock)
    {
        if (!IsFromHere(context))
            return Problems.NotFromHere;
        if (stock is < 0 or > SaleDefinition.MaxStock)
            return Problems.BadSale.With($"The stock must be from 0 to {SaleDefinition.MaxStock}.");

        var definition = new SaleDefinition { ProductId = ProductId, Name = "Demo", Stock = stock };
        if (await office.StartAsync(definition, by: "demo") is not { } epoch)
            return await answers.FindHoldsAsync(ProductId) ?? Problems.Superseded;
        guards.ForgetSoldOut(ProductId);
        return TypedResults.Ok(new DemoView(ProductId, epoch, stock));
    }

    // The hottest call there is: no body to bind, and no services, whose scope would cost more than the rest of this method.
    private static async Task BuyAsync(HttpContext context, Checkout checkout) =>
        await PurchaseAnswer.WriteAsync(context, ProductId, await checkout.BuyAsync(ProductId, shopperId: "", quantity: 1));
}
