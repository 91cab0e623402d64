using FlashFlow.Infrastructure.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlashFlow.WebFront.WarmUp;

/// <summary>
/// What becomes of a front's own orders: they go the way of every order, through guards of their own, to a ledger that decides and keeps
/// nothing. So what an accepted order takes is compiled without one being sold.
/// </summary>
public sealed class Rehearsal(
    ImaginaryProduct product,
    [FromKeyedServices(StockLedgers.ForWarmUp)] IStockLedger ledger,
    GuardOptions bounds,
    WarmUpService warmUp,
    TimeProvider time)
{
    private readonly Lazy<StockGuard> selling = new(() => Guard(product.Id, ledger, bounds, time));
    private readonly Lazy<StockGuard> soldOut = new(() => Guard(product.SoldOut, ledger, bounds, time));

    /// <summary>Whether the product is one that nobody sells.</summary>
    public bool IsMeantBy(string productId) => product.IsMeantBy(productId);

    /// <summary>The guard of such a product; null of one that no rehearsal knows, and of all of them once the warm-up is over.</summary>
    public StockGuard? Find(string productId) =>
        warmUp.IsDone ? null : productId == product.Id ? selling.Value : productId == product.SoldOut ? soldOut.Value : null;

    private static StockGuard Guard(string productId, IStockLedger ledger, GuardOptions bounds, TimeProvider time) =>
        new(productId, HighWaterMark.None, ledger, bounds, time, NullLogger.Instance, GuardInstruments.None);
}
