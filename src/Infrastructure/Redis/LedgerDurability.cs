namespace FlashFlow.Infrastructure.Redis;

/// <summary>What an answer of the ledger outlives.</summary>
public enum LedgerDurability
{
    /// <summary>The server's process: what was written is on its disk.</summary>
    Disk,

    /// <summary>The server's machine: a replica has it, too.</summary>
    Replica,
}
