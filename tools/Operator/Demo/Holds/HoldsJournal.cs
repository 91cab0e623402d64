namespace FlashFlow.Operator.Demo.Holds;

/// <summary>What the shoppers of a run heard. Safe to use from any thread.</summary>
/// <param name="stock">Units for sale.</param>
internal sealed class HoldsJournal(int stock)
{
    private readonly Lock mutex = new();
    private readonly List<HeldUnit> held = [];
    private readonly HashSet<Guid> paid = [];
    private readonly HashSet<Guid> reinstated = [];
    private readonly HashSet<Guid> refused = [];
    private readonly Dictionary<string, long> unexpected = [];
    private readonly TaskCompletionSource allPaid = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed once as many units are paid for as there were.</summary>
    public Task AllPaid => allPaid.Task;

    /// <summary>A unit was held for somebody.</summary>
    public void AddHeld(HeldUnit unit)
    {
        lock (mutex)
            held.Add(unit);
    }

    /// <summary>A payment has confirmed its order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="isReinstated">After the deadline.</param>
    public void AddPaid(Guid orderId, bool isReinstated)
    {
        lock (mutex)
        {
            paid.Add(orderId);
            if (isReinstated)
                reinstated.Add(orderId);
            if (paid.Count >= stock)
                allPaid.TrySetResult();
        }
    }

    /// <summary>A payment came too late: its authorisation is cancelled.</summary>
    public void AddRefused(Guid orderId)
    {
        lock (mutex)
            refused.Add(orderId);
    }

    /// <summary>An answer that none of these shoppers should get.</summary>
    public void AddUnexpected(string answer)
    {
        lock (mutex)
            unexpected[answer] = unexpected.GetValueOrDefault(answer) + 1;
    }

    /// <summary>All of it.</summary>
    public HoldsRecord ToRecord()
    {
        lock (mutex)
            return new([.. held], paid.ToHashSet(), reinstated.ToHashSet(), refused.ToHashSet(), unexpected.ToDictionary());
    }
}
