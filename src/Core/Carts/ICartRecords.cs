using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Carts;

/// <summary>Where it is remembered what an order of several lines is made of, and what is being done to all its parts.</summary>
/// <remarks>All calls throw <see cref="LedgerUnavailableException"/> when nobody answers in time.</remarks>
public interface ICartRecords
{
    /// <summary>Remembers a cart, before anything of it is taken.</summary>
    /// <returns>What is remembered under its id: another one where there was one before (G4).</returns>
    Task<Cart> KeepAsync(Cart cart);

    /// <summary>Remembers something else of a cart.</summary>
    Task ReplaceAsync(Cart cart);

    /// <summary>What is remembered; null for nothing.</summary>
    Task<Cart?> FindAsync(Guid cartId);

    /// <summary>Notes what is to be done to all its parts, before it is done to any.</summary>
    /// <returns>What is noted: another one where somebody's change is under way, which is to be ended first.</returns>
    Task<CartChange> BeginAsync(Guid cartId, CartChange change);

    /// <summary>It is done to all of them, or refused. Another one that was noted meanwhile stays.</summary>
    Task EndAsync(Guid cartId, CartChange change);

    /// <summary>The changes that are under way, or were left by somebody who died.</summary>
    Task<IReadOnlyDictionary<Guid, CartChange>> ListChangesAsync();
}
