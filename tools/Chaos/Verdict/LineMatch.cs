using FlashFlow.Chaos.Shopping;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Holds what was told of a line against what is fair (G11).</summary>
internal sealed class LineMatch(ReplyJournal journal)
{
    // Tokens are kept with six digits, and rounded at each look.
    private const double Rounding = 0.1;

    private readonly LineJournal line = journal.Line;

    // The looks at each room in the order of time. They never go back within a millisecond either, as far as anybody can say.
    private readonly Dictionary<string, LineLook[]> rooms = journal.Line.Looks.GroupBy(look => look.Commitment!)
        .ToDictionary(room => room.Key, room => room.OrderBy(look => look.AsOf).ThenBy(look => look.Admitted).ThenByDescending(look => look.Inside).ToArray());

    /// <summary>Numbers and places that changed, that two have, or that do not follow from the draw or the order of arrival.</summary>
    public IEnumerable<string> FindMoved() =>
        line.Stays.Select(stay => stay.Contradiction).OfType<string>()
            .Concat(FindShared("number", stay => stay.Number))
            .Concat(FindShared("place", stay => stay.Place))
            .Concat(line.Stays.GroupBy(stay => (stay.Commitment, stay.ShopperId)).SelectMany(FindReturned))
            .Concat(rooms.SelectMany(room => FindMisplaced(room.Key, room.Value.Select(look => look.Drawn).FirstOrDefault(drawn => drawn is not null))))
            .Concat(line.Proofs.Values.Select(published => published.Proof.FindDefect(published.Leaves)).OfType<string>());

    /// <summary>Looks at which the line had moved further than it might.</summary>
    public IEnumerable<string> FindRushed() => rooms.Values.SelectMany(FindRushed);

    /// <summary>Buys that must not be, and refusals that must not be.</summary>
    public IEnumerable<string> FindUninvited()
    {
        var withPass = line.Buys.Select(buy => buy.Buy).ToHashSet();
        foreach (var buy in journal.Buys.Where(buy => buy.ProductId == ChaosProduct.Lined && buy.OrderId is not null && !withPass.Contains(buy)))
            yield return $"{buy.ShopperId} bought without a pass";
        foreach (var buys in line.Buys.Where(buy => buy.Reply.HasOrder).GroupBy(buy => buy.Of).Where(buys => buys.Key is not null && buys.Count() > 1))
            yield return $"{buys.Key} bought {buys.Count()} times";
        var bought = line.Buys.Where(buy => buy.Reply.HasOrder && buy.IsOwn).Select(buy => buy.Of).ToHashSet();
        foreach (var buy in line.Buys)
            if ((buy.Reply.HasOrder ? FindUninvited(buy) : bought.Contains(buy.Of) ? null : FindRefused(buy)) is { } wrong)
                yield return wrong;
    }

    /// <summary>Those for whom others were let in, or for whom there was no end.</summary>
    public IEnumerable<string> FindPassedOver()
    {
        foreach (var stuck in line.Stuck)
            yield return $"{stuck} never got in";
        foreach (var (room, looks) in rooms)
            if (line.Stays.Count(stay => stay.Commitment == room && stay.HasLeftLine) is var left && looks[^1].Skipped > left)
                yield return $"{looks[^1].Skipped:N0} were passed over in room {room[..8]}, and {left:N0} had left";
        if (rooms.Values.MaxBy(looks => looks[^1].AsOf) is { } last
            && line.Buys.Count(buy => buy.Reply.HasOrder && buy.Of?.Commitment == last[^1].Commitment) is var bought && last[^1].Finished != bought)
            yield return $"{last[^1].Finished:N0} of the last room have bought as it tells, and {bought:N0} were told so";
    }

    private static IEnumerable<string> FindRushed(LineLook[] looks)
    {
        var tokens = double.MaxValue;
        foreach (var (before, after) in looks.Zip(looks.Skip(1)))
        {
            // What a second allows is all that gathers, and is there when the first come in, whatever the rate was before; and who came in just after
            // the first look may be followed by as many as the time allows.
            var perMinute = Math.Max(before.PerMinute, after.PerMinute);
            var most = Math.Max(1, perMinute / 60.0);
            var (grown, skipped, bought) = (after.Admitted - before.Admitted, after.Skipped - before.Skipped, after.Finished - before.Finished);
            tokens = Math.Min(before.Admitted == 0 ? double.MaxValue : tokens, most) + ((after.AsOf - before.AsOf).TotalMinutes * perMinute) - (grown - skipped);
            if (grown < 0)
                yield return $"{before.Admitted:N0} were let in, and then {after.Admitted:N0}: {before}, {after}";
            if (tokens < -Rounding)
                yield return $"{-tokens:0.0} more were let in than the rate allows: {before}, {after}";
            tokens = Math.Max(0, tokens);

            // When the last of them came in, there were at most the units that are left and those that were bought since, one each.
            if (after.Inside > Math.Max(before.Inside, Math.Ceiling(ChaosProduct.Ahead * (after.Remaining + bought))))
                yield return $"more were let in than there were units for: {before}, {after}";
        }
    }

    private IEnumerable<string> FindShared(string what, Func<Stay, long?> of) =>
        from stay in line.Stays
        where of(stay) is not null
        group stay by (stay.Commitment, of(stay)) into same
        where same.Count() > 1
        select $"one {what} for {string.Join(" and ", same)}";

    // Who left before the draw and came back before it is who they were; who came back later stands at the end.
    private static IEnumerable<string> FindReturned(IEnumerable<Stay> stays) =>
        from both in stays.Zip(stays.Skip(1))
        where !both.Second.CameLate || both.Second.Number <= both.First.Number
        select $"{both.First} left, and came back as {both.Second}";

    private IEnumerable<string> FindMisplaced(string room, long? drawn)
    {
        var proof = line.Proofs.GetValueOrDefault(room);
        if (proof.Proof is { } published && (published.Commitment, published.Members) != (room, drawn))
            yield return $"room {room[..8]} drew places for {drawn:N0} members, and published {published}";
        foreach (var stay in line.Stays.Where(stay => stay.Commitment == room && stay.Place is not null))
            if (stay.Number > drawn ? stay.Place != stay.Number : stay.Place is < 1 || stay.Place > drawn)
                yield return $"{stay} is at none of the places of {drawn:N0} members";
            else if (proof.Proof is not null && stay.Number <= drawn && FindDefect(stay, proof.Proof, proof.Leaves) is { } defect)
                yield return $"{stay}: {defect}";
    }

    private static string? FindDefect(Stay stay, DrawProof proof, byte[] leaves) =>
        DrawReceipt.Parse(stay.Receipt) is not { } receipt || receipt.Member != stay.Number ? $"the receipt {stay.Receipt} is another's"
        : receipt.FindDefectOfLeaf(leaves, stay.ShopperId) ?? (receipt.PlaceOf(proof) is var place && place != stay.Place ? $"the draw gave place {place:N0}" : null);

    private string? FindUninvited(PassBuy buy) =>
        !buy.IsOwn ? $"{buy.Buy.ShopperId} bought {(buy.Of is null ? "without a pass" : $"with the pass of {buy.Of}")}"
        : buy.BeganAt > buy.Of!.Pass!.Value.ExpiresAt ? $"{buy.Of} bought at {buy.BeganAt:o} with a pass that had lapsed at {buy.Of.Pass.Value.ExpiresAt:o}"
        : rooms[buy.Of.Commitment] is var looks && (looks.FirstOrDefault(look => look.AsOf >= buy.KnownAt) ?? looks[^1]).Admitted < buy.Of.Place
            ? $"{buy.Of} bought before it was their turn"
        : null;

    // A later look says that the room was there still.
    private string? FindRefused(PassBuy buy) =>
        buy is { Reply.Status: 403, IsOwn: true, Of: { Pass: { } pass, HasLeft: false } } && buy.KnownAt < pass.ExpiresAt && rooms[buy.Of.Commitment][^1].AsOf > buy.KnownAt
            ? $"{buy.Of} was refused at {buy.KnownAt:o}, with a pass that was good until {pass.ExpiresAt:o}"
            : null;
}
