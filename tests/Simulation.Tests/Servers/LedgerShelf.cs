namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>What the ledger holds of one product.</summary>
internal sealed class LedgerShelf
{
    public required SaleDefinition Definition { get; set; }

    public long Epoch { get; set; }

    public SaleState State { get; set; }

    public long Added { get; set; }

    public long Remaining { get; set; }

    public long Accepted { get; set; }

    public long Position { get; set; }

    public long Changes { get; set; }

    public Dictionary<Guid, (long Position, int Quantity)> Orders { get; private set; } = [];

    public Dictionary<string, int> Shoppers { get; private set; } = [];

    public HashSet<string> Restocks { get; private set; } = [];

    public List<LedgerEntry> Outbox { get; private set; } = [];

    public string? LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }

    public Suspension? Suspension { get; set; }

    public HighWaterMark Mark => new(Epoch, Position);

    public Sale Sale => new()
    {
        Epoch = Epoch,
        Definition = Definition,
        State = State,
        Added = Added,
        Remaining = Remaining,
        Accepted = Accepted,
        Orders = Position,
        Changes = Changes,
        Suspension = Suspension,
    };

    /// <summary>Starts a sale; the outbox stays.</summary>
    public void Open(SaleDefinition definition, long epoch)
    {
        Definition = definition;
        Epoch = epoch;
        State = SaleState.Open;
        Suspension = null;
        Remaining = definition.Stock;
        Added = Accepted = Position = Changes = 0;
        Orders = [];
        Shoppers = [];
        Restocks = [];
    }

    public LedgerShelf Copy()
    {
        var copy = (LedgerShelf)MemberwiseClone();
        copy.Orders = new(Orders);
        copy.Shoppers = new(Shoppers);
        copy.Restocks = [.. Restocks];
        copy.Outbox = [.. Outbox];
        return copy;
    }
}
