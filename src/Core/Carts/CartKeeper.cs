using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Carts;

/// <summary>
/// Ends changes of carts that somebody began and did not end: each is done to all orders of its cart, or refused for good. A change that stands
/// noted at two looks, longer apart than any takes, is nobody's; no clocks are compared.
/// </summary>
public sealed class CartKeeper(ICartRecords records, CartChanges changes, TimeProvider time, ILogger<CartKeeper> logger)
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Looks again and again, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LooksAgainAfter, time);
        IReadOnlyDictionary<Guid, CartChange> before = new Dictionary<Guid, CartChange>();
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                var now = await records.ListChangesAsync();
                foreach (var (cartId, change) in now)
                    if (before.ContainsKey(cartId))
                        await EndAsync(cartId, change);
                before = now;
            }
            catch (LedgerUnavailableException failure)
            {
                logger.LogDebug(failure, "Changes of carts cannot be looked for now; the next look tries again");
            }
        }
    }

    private async Task EndAsync(Guid cartId, CartChange change)
    {
        if (await records.FindAsync(cartId) is not { } cart)
        {
            await records.EndAsync(cartId, change);
            logger.LogError("A change ({Kind}) of the cart {Cart} is forgotten, since nobody knows its parts any more", change.Asked.GetType().Name, cartId);
            return;
        }

        var outcome = await changes.CarryOutAsync(cart, change);
        if (!CartChanges.IsForNow(outcome))
            logger.LogWarning("A change ({Kind}) of the cart {Cart} that nobody had ended is ended: {Outcome}", change.Asked.GetType().Name, cartId, outcome);
    }
}
