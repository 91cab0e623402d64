using FlashFlow.Core.Carts;
using Orleans.Concurrency;

namespace FlashFlow.Grains;

/// <summary>The way to the ledger for orders of several lines. What it takes goes on to the broker from its silo.</summary>
[Reentrant]
internal sealed class CartGrain(AnnouncingCartLedger ledger) : Grain, ICartGrain
{
    public async Task<CartTaken> TakeAsync(CartParts parts) => CartTaken.Pack(await ledger.TakeAsync(parts.Unpack()));
}
