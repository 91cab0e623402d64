using FlashFlow.Core.Auditing;
using FlashFlow.Core.Rebuilding;

namespace FlashFlow.WebFront.Operators.Rebuilding;

/// <summary>What the ledger of a suspended sale would be replaced by. Members may be added, never renamed.</summary>
public sealed record RebuildView
{
    private const int MaxRanges = 20;

    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>Number of the sale; whoever has it rebuilt must name it.</summary>
    public required long Epoch { get; init; }

    /// <summary>Why it is needed, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when nothing is sold, by the ledger's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What the sale will be: <c>open</c>, <c>paused</c>, <c>closed</c> or <c>archived</c>, as the operator had made it.</summary>
    public required string State { get; init; }

    /// <summary>Units at the start.</summary>
    public required long Initial { get; init; }

    /// <summary>Units added since.</summary>
    public required long Added { get; init; }

    /// <summary>Orders that are stored.</summary>
    public required Tally Stored { get; init; }

    /// <summary>Others among the letters that operators discarded.</summary>
    public required Tally Discarded { get; init; }

    /// <summary>Others among the dead letters.</summary>
    public required Tally Dead { get; init; }

    /// <summary>Others in what is left of the outbox.</summary>
    public required Tally Outbox { get; init; }

    /// <summary>All orders found.</summary>
    public required Tally Accepted { get; init; }

    /// <summary>Units that were cancelled, and are for sale again.</summary>
    public required long Returned { get; init; }

    /// <summary>Units that are held.</summary>
    public required long Held { get; init; }

    /// <summary>Units of holds that were released or have expired.</summary>
    public required long Lapsed { get; init; }

    /// <summary>Units sold, those that were cancelled since among them.</summary>
    public required long Sold { get; init; }

    /// <summary>Units that will be left; below 0 when more were sold than there are.</summary>
    public required long Remaining { get; init; }

    /// <summary>How many transitions are known to have happened and were found nowhere.</summary>
    public required long Missing { get; init; }

    /// <summary>Their numbers, as ranges such as <c>3-5</c>; the first of them where there are many.</summary>
    public required IReadOnlyList<string> MissingSeqs { get; init; }

    /// <summary>Messages that wait in the broker for a drain, of any product: orders may be in them that were not found.</summary>
    public required long Waiting { get; init; }

    /// <summary>How long holds last at least from the replacement on, in seconds.</summary>
    public required int GraceSeconds { get; init; }

    /// <summary>Whether nothing is missing and nothing waits: otherwise the ledger is not replaced without being told to accept the loss.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What operators see of a plan.</summary>
    public static RebuildView Of(RebuildPlan plan)
    {
        var missing = plan.FindMissing();
        return new()
        {
            ProductId = plan.Sale.Definition.ProductId,
            Epoch = plan.Epoch,
            Reason = plan.Suspension.Reason,
            Since = plan.Suspension.Since,
            State = plan.Sale.State.ToString().ToLowerInvariant(),
            Initial = plan.Sale.Definition.Stock,
            Added = plan.Sale.Added,
            Stored = plan.Places.GetValueOrDefault(Place.Store),
            Discarded = plan.Places.GetValueOrDefault(Place.Discarded),
            Dead = plan.Places.GetValueOrDefault(Place.DeadLetters),
            Outbox = plan.Places.GetValueOrDefault(Place.Outbox),
            Accepted = new(plan.Orders.Count, plan.Accepted),
            Returned = plan.Returned,
            Held = plan.Held,
            Lapsed = plan.Lapsed,
            Sold = plan.Sold,
            Remaining = plan.Remaining,
            Missing = missing.Sum(range => range.Last - range.First + 1),
            MissingSeqs = [.. missing.Take(MaxRanges).Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}")],
            Waiting = plan.Waiting,
            GraceSeconds = (int)RebuildPlan.Grace.TotalSeconds,
            IsComplete = plan.IsComplete,
        };
    }
}
