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

    /// <summary>A hold that lapses gives its units back once (G2).</summary>
    ExpiredOnce,

    /// <summary>A hold that lapses does not count for the limit any more (G5).</summary>
    LimitGivenBack,

    /// <summary>A late payment gets units that are free, or none (G1, G9).</summary>
    LateTakesUnit,

    /// <summary>A payment that was refused stays refused (G9).</summary>
    RefusedForGood,

    /// <summary>A key cancels once (G4).</summary>
    CancelKey,

    /// <summary>No sale takes the place of one that people still pay for.</summary>
    HeldStay,

    /// <summary>A call that its caller has given up long since is not carried out (G4).</summary>
    CallDeadline,
}
