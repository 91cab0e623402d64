using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Carts;

/// <summary>What <see cref="AnnouncingLedger"/> is to one product, to several: what is taken goes on to the broker and to whoever watches.</summary>
/// <param name="ledger">Takes it.</param>
/// <param name="announcing">Knows how far each product's ledger has come (G7), and whom to tell.</param>
public sealed class AnnouncingCartLedger(ICartLedger ledger, AnnouncingLedger announcing) : ICartLedger
{
    /// <inheritdoc/>
    public async Task<CartReply> TakeAsync(CartTake take)
    {
        var reply = await ledger.TakeAsync(take with
        {
            Parts = [.. take.Parts.Select(part => part with { Known = announcing.FindMark(part.ProductId) })],
        });
        for (var i = 0; i < reply.Parts.Count; i++)
            announcing.PassOn(take.Parts[i].ProductId, reply.Parts[i]);
        return reply;
    }
}
