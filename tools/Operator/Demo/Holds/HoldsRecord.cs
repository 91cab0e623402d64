namespace FlashFlow.Operator.Demo.Holds;

/// <summary>What the shoppers of a run heard.</summary>
/// <param name="Held">Every hold.</param>
/// <param name="Paid">Orders that are confirmed.</param>
/// <param name="Reinstated">Those of them that were confirmed after their deadline.</param>
/// <param name="Refused">Orders whose payment came too late.</param>
/// <param name="Unexpected">Every other answer, by what it was.</param>
internal sealed record HoldsRecord(
    IReadOnlyList<HeldUnit> Held,
    IReadOnlySet<Guid> Paid,
    IReadOnlySet<Guid> Reinstated,
    IReadOnlySet<Guid> Refused,
    IReadOnlyDictionary<string, long> Unexpected)
{
    /// <summary>
    /// How long units stood empty, from the deadline of one hold to the beginning of the next, by the ledger's clock. Units have no names, so
    /// the one that lapsed first counts as the one that is held again first.
    /// </summary>
    /// <param name="stock">Units for sale: so many holds take a unit that nobody had before.</param>
    /// <returns>One for each unit that was held again, the shortest first.</returns>
    public IReadOnlyList<TimeSpan> Vacancies(int stock)
    {
        // A hold that was confirmed after its deadline has its own unit back, so nobody followed it.
        var lapses = Held.Where(unit => !Paid.Contains(unit.OrderId)).Select(unit => unit.ExpiresAt).Order();
        var next = Held.Select(unit => unit.HeldAt).Order().Skip(stock);
        return [.. lapses.Zip(next, (lapsed, held) => held - lapsed).Order()];
    }
}
