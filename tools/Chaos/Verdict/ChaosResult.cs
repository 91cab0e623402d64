using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Chaos.Watchers;

namespace FlashFlow.Chaos.Verdict;

/// <summary>All that a run brought to light.</summary>
internal sealed record ChaosResult
{
    public required IReadOnlyList<ChaosSale> Sales { get; init; }

    /// <summary>What clients heard.</summary>
    public required ReplyJournal Journal { get; init; }

    /// <summary>What is stored.</summary>
    public required IReadOnlyList<StoredOrder> Stored { get; init; }

    /// <summary>What happened to it since, and to the sales.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>How the ledger has the orders of sales with holds.</summary>
    public required IReadOnlyDictionary<Guid, OrderState> Ledger { get; init; }

    /// <summary>The books of all sales.</summary>
    public required IReadOnlyList<Books> Books { get; init; }

    /// <summary>Dead letters.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>What was told to those who read the feed, and to a webhook.</summary>
    public IReadOnlyList<ReaderMatch> Readers { get; init; } = [];

    /// <summary>How often fronts, silos and drains ended though nobody had told them to, by name.</summary>
    public required IReadOnlyDictionary<string, int> EndedByThemselves { get; init; }
}
