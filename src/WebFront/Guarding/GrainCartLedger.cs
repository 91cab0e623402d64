using FlashFlow.Core.Buying;
using FlashFlow.Core.Carts;
using FlashFlow.Grains;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Takes the parts of an order of several lines through a grain. Twice is the same as once: they have order ids.</summary>
internal sealed class GrainCartLedger(GrainCalls calls, LedgerClock clock) : ICartLedger
{
    /// <inheritdoc/>
    public async Task<CartReply> TakeAsync(CartTake take)
    {
        var isLastWord = true;
        var reply = await calls.AskUntilAsync<ICartGrain, CartReply>(take.Parts[0].FamilyName, (grain, until) => AskAsync(grain, take with { Deadline = until }), (reply, until) =>
        {
            clock.Hear(reply.Now);

            // What was not tried this time may have been taken the time before.
            return isLastWord = reply.HasOrders || until.EarlierNotAfter == 0 || (reply.Outcome != OrderOutcome.Unavailable && !until.MayComeLater(reply.Now));
        });
        return isLastWord ? reply : throw new LedgerUnavailableException("An earlier call for the same parts may still be carried out.");
    }

    private static async Task<CartReply> AskAsync(ICartGrain grain, CartTake take)
    {
        try
        {
            return (await grain.TakeAsync(CartParts.Pack(take))).Unpack();
        }
        catch (ArgumentException failure)
        {
            // No silo has such a grain, since all are of an earlier version.
            throw new LedgerUnavailableException($"No silo takes several products together: {failure.Message}", failure) { NothingWasDone = true };
        }
    }
}
