namespace FlashFlow.LedgerModel;

/// <summary>What the model checks before it sells or changes anything. Each can be left out, to see that somebody notices.</summary>
public enum Rule
{
    /// <summary>A ledger behind what is known sells nothing (G7).</summary>
    Mark,

    /// <summary>An order id is accepted once (G4).</summary>
    Replay,

    /// <summary>An order named under one sale is not bought in another (G4).</summary>
    Epoch,

    /// <summary>Nothing is sold outside of the window.</summary>
    Window,

    /// <summary>Nothing is sold that is paused or closed.</summary>
    State,

    /// <summary>Nobody gets more than the limit (G5).</summary>
    Limit,

    /// <summary>Nothing is sold that is not there (G1).</summary>
    Stock,

    /// <summary>An operator's call changes the sale that it means.</summary>
    Meant,

    /// <summary>A sale that is closed stays as it is.</summary>
    Closed,

    /// <summary>A key restocks once.</summary>
    RestockKey,

    /// <summary>A rebuilt ledger knows all that anybody knows (G7).</summary>
    Rebuilt,
}
