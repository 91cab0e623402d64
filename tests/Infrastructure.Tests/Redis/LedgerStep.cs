namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Something that is asked of the ledger, or that befalls it.</summary>
public abstract record LedgerStep
{
    /// <summary>Which sale a call means.</summary>
    public enum Meant
    {
        /// <summary>Any.</summary>
        Any,

        /// <summary>The one that runs.</summary>
        Current,

        /// <summary>Another one.</summary>
        Other,
    }

    /// <summary>A batch, or without buys a comparison with what is known.</summary>
    /// <param name="Wishes">The buys.</param>
    /// <param name="Known">What is known of the ledger: nothing (0), how far it has come (1), or more than it has ever held (2).</param>
    public sealed record Buys(Wish[] Wishes, int Known) : LedgerStep;

    /// <summary>A buy of one of a few orders and shoppers, so that retries and limits are common.</summary>
    /// <param name="Order">Which order.</param>
    /// <param name="Shopper">Who.</param>
    /// <param name="Quantity">Units.</param>
    /// <param name="Sale">Which sale is meant.</param>
    /// <param name="LateBy">How late it comes, in milliseconds, which may be less than nothing; null where it is never too late.</param>
    public sealed record Wish(int Order, int Shopper, int Quantity, Meant Sale, int? LateBy = null);

    /// <summary>Changes of orders, in one batch with the buys of others.</summary>
    /// <param name="Asked">The changes.</param>
    /// <param name="Wishes">The buys.</param>
    public sealed record Changes(Change[] Asked, Wish[] Wishes) : LedgerStep;

    /// <summary>A change of one of a few orders.</summary>
    public sealed record Change(int Order, OrderChange What);

    /// <summary>The ledger's clock goes on.</summary>
    public sealed record Wait(int Seconds) : LedgerStep;

    /// <summary>Units are added; key 0 is none.</summary>
    public sealed record Restock(int Units, int Key, Meant Sale) : LedgerStep;

    /// <summary>A sale is opened, paused or closed.</summary>
    public sealed record SetState(SaleState State, Meant Sale) : LedgerStep;

    /// <summary>What a sale is; the window and the terms of holds are some of a few.</summary>
    public sealed record Offer(int Stock, int Limit, int Window, int Holds = 0);

    /// <summary>A sale is changed.</summary>
    public sealed record Update(Offer Terms, Meant Sale) : LedgerStep;

    /// <summary>A sale is started.</summary>
    public sealed record Open(Offer Terms, Meant Replaced) : LedgerStep;

    /// <summary>Redis loses all that it held of the product.</summary>
    public sealed record Lose : LedgerStep;

    /// <summary>The sale that came furthest is rebuilt, by somebody who knows of so many positions less.</summary>
    public sealed record Rebuild(Offer Terms, SaleState State, int Added, int Unknown) : LedgerStep;
}
