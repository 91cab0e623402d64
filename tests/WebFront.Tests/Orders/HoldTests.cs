namespace FlashFlow.WebFront.Tests.Orders;

/// <summary>Tests of orders that are held until they are paid for.</summary>
public abstract class HoldTests(SharedFront shared) : SharedFrontTests(shared)
{
    protected const string Euro = "EUR";

    /// <summary>Of a unit, in cents.</summary>
    protected const long Price = 49_990;

    /// <summary>Long enough that nothing expires within a test.</summary>
    protected const int LongHold = 300;

    /// <summary>Shorter than an operator may define it, so that a test need not wait long.</summary>
    protected const int ShortHold = 1;

    protected static object Payment(string paymentRef = "pay-1", long amount = Price, string? currency = Euro) => new { paymentRef, amount, currency };

    protected async Task StartHoldingAsync(int stock, int holdSeconds = LongHold, Func<SaleDefinition, SaleDefinition>? with = null)
    {
        var sale = new SaleDefinition
        {
            ProductId = Product,
            Name = Product,
            Stock = stock,
            Price = Price / 100m,
            Currency = Currency.Find(Euro),
            HoldSeconds = holdSeconds,
            HoldMaxSeconds = holdSeconds,
        };
        Assert.NotNull(await Sandbox.Office.StartAsync(with?.Invoke(sale) ?? sale, by: "test"));
    }

    /// <summary>Buys, and checks that the units are held.</summary>
    protected async Task<Guid> HoldAsync(int quantity = 1, string shopperId = "ada", string? key = null)
    {
        var answer = await Front.BuyAsync(Product, quantity, shopperId, key);
        Assert.Equal("held", answer.Is(202).GetProperty("status").GetString());
        return answer.OrderId;
    }

    protected Task<HttpAnswer> ConfirmAsync(Guid orderId, object? payment = null) => Front.ChangeAsync(Product, orderId, "confirm", payment ?? Payment());

    /// <summary>Holds units, and pays for them.</summary>
    protected async Task<Guid> SellAsync(int quantity = 1, string shopperId = "ada")
    {
        var orderId = await HoldAsync(quantity, shopperId);
        (await ConfirmAsync(orderId, Payment(amount: Price * quantity))).Is(200);
        return orderId;
    }

    /// <summary>Waits until the hold's deadline has passed by the ledger's clock.</summary>
    protected Task ExpiredAsync(Guid orderId) => Eventually.SeesAsync(
        $"order {orderId} to expire", () => Front.FindAsync(Product, orderId), answer => Status(answer) == "expired");

    protected static string? Status(HttpAnswer answer) => answer.Is(200).GetProperty("status").GetString();

    /// <summary>Checks the order as it is told, to the letter.</summary>
    protected static void IsOrder(HttpAnswer answer, Guid orderId, string json) => answer.Is(200, $"{{\"orderId\":\"{orderId}\",{json[1..]}");

    protected async Task<(long Remaining, long Held, long Sold)> CountsAsync()
    {
        var sale = await SaleAsync();
        Assert.True(sale.IsBalanced);
        return (sale.Remaining, sale.Held, sale.Sold);
    }
}
