using FlashFlow.LedgerModel;

namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>What Redis holds of one product: the ledger and its outbox.</summary>
internal sealed class LedgerShelf(ProductModel ledger)
{
    public ProductModel Ledger { get; private set; } = ledger;

    public List<LedgerEntry> Outbox { get; private set; } = [];

    public string? LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }

    public LedgerShelf Copy()
    {
        var copy = (LedgerShelf)MemberwiseClone();
        copy.Ledger = Ledger.Copy();
        copy.Outbox = [.. Outbox];
        return copy;
    }
}
