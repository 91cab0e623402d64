using System.Collections.Concurrent;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Live;

namespace FlashFlow.Core.Guarding;

/// <summary>The guards of one front, one per product, made when the product is first asked for.</summary>
public sealed class StockGuards
{
    private readonly ConcurrentDictionary<string, StockGuard> guards = new();
    private readonly StockGuardFactory factory;

    /// <param name="factory">Makes the guards.</param>
    /// <param name="live">Says when stock came back, here or anywhere else.</param>
    public StockGuards(StockGuardFactory factory, LiveStock live)
    {
        this.factory = factory;
        live.Changed += level =>
        {
            if (level.Remaining > 0)
                ForgetSoldOut(level.ProductId);
        };
    }

    /// <summary>The product's current sale, or null for a product that never had one.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can say.</exception>
    public async ValueTask<long?> FindEpochAsync(string productId) => (await FindAsync(productId))?.Epoch;

    /// <summary>Decides one buy. Never throws for what a ledger or a shopper can do: the outcome says it.</summary>
    public ValueTask<OrderResult> DecideAsync(string productId, OrderOperation request) =>
        guards.TryGetValue(productId, out var guard) ? guard.DecideAsync(request) : FindAndDecideAsync(productId, request);

    /// <summary>Stock of the product may have come back.</summary>
    public void ForgetSoldOut(string productId)
    {
        if (guards.TryGetValue(productId, out var guard))
            guard.ForgetSoldOut();
    }

    private async ValueTask<OrderResult> FindAndDecideAsync(string productId, OrderOperation request)
    {
        StockGuard? guard;
        try
        {
            guard = await FindAsync(productId);
        }
        catch (LedgerUnavailableException)
        {
            return new(OrderOutcome.Unavailable);
        }

        return guard is null ? new(OrderOutcome.UnknownProduct) : await guard.DecideAsync(request);
    }

    // A name nobody sells under gets no guard: a stranger could ask for any number of them.
    private async ValueTask<StockGuard?> FindAsync(string productId)
    {
        if (guards.TryGetValue(productId, out var guard))
            return guard;
        if (await factory.MakeAsync(productId) is not { } made)
            return null;
        return guards.GetOrAdd(productId, made);
    }
}
