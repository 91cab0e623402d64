using System.Globalization;

namespace FlashFlow.Console.Fronts.Orders;

/// <summary>The front's calls about orders.</summary>
public sealed class OrdersClient(FrontCaller front)
{
    private const int PageSize = 100;

    /// <summary>An order and its life; null when there is none.</summary>
    public Task<OrderView?> FindAsync(Guid orderId, CancellationToken cancellation) => front.FindAsync<OrderView>($"/orders/{orderId}", cancellation);

    /// <summary>The first orders of one sale.</summary>
    public Task<ListPage<OrderView>> ListAsync(OrderSearch search, CancellationToken cancellation) =>
        front.GetPageAsync<OrderView>($"/products/{Uri.EscapeDataString(search.ProductId)}/orders{Query(search)}", cancellation);

    /// <summary>Where such a list goes on.</summary>
    public Task<ListPage<OrderView>> GoOnAsync(string next, CancellationToken cancellation) => front.GetPageAsync<OrderView>(next, cancellation);

    private static QueryString Query(OrderSearch search) => QueryString.Create(new KeyValuePair<string, string?>[]
    {
        new("shopper", search.Shopper),
        new("paymentRef", search.PaymentRef),
        new("epoch", search.Epoch?.ToString(CultureInfo.InvariantCulture)),
        new("limit", PageSize.ToString(CultureInfo.InvariantCulture)),
    }.Where(parameter => !string.IsNullOrEmpty(parameter.Value)));
}
