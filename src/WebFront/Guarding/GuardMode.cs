namespace FlashFlow.WebFront.Guarding;

/// <summary>The two ways in which stock is guarded. The promises are the same: the authority is the ledger's script either way.</summary>
public enum GuardMode
{
    /// <summary>The product's grain, in one of the silos: all fronts share its ledger calls.</summary>
    Cluster,

    /// <summary>This front, without any silo.</summary>
    Standalone,
}
