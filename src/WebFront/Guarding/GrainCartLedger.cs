using FlashFlow.Core.Carts;
using FlashFlow.Grains;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Takes the parts of an order of several lines through a grain. Twice is the same as once: they have order ids.</summary>
internal sealed class GrainCartLedger(GrainCalls calls) : ICartLedger
{
    /// <inheritdoc/>
    public async Task<CartReply> TakeAsync(CartTake take)
    {
        try
        {
            var taken = await calls.AskAsync<ICartGrain, CartTaken>(
                take.Parts[0].FamilyName, grain => grain.TakeAsync(CartParts.Pack(take)), mayBeAskedAgain: true);
            return taken.Unpack();
        }
        catch (ArgumentException failure)
        {
            // No silo has such a grain, since all are of an earlier version.
            throw new LedgerUnavailableException($"No silo takes several products together: {failure.Message}", failure) { NothingWasDone = true };
        }
    }
}
