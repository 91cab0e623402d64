namespace FlashFlow.Chaos.Shopping;

/// <summary>One shopper's time in a line, until they leave it, as they were told of it. They ask one thing after the other, so nothing here needs a lock.</summary>
/// <param name="shopperId">Who it is.</param>
/// <param name="first">What they were told first.</param>
internal sealed class Stay(string shopperId, Turn first)
{
    private static readonly string[] States = ["gathering", "waiting", "in", "over"];

    private Turn last = first;

    public string ShopperId => shopperId;

    /// <summary>Which room it is.</summary>
    public string Commitment { get; } = first.Room.Commitment!;

    public long Number { get; } = first.Number;

    public string Receipt { get; } = first.Receipt;

    /// <summary>They came when the places were drawn already.</summary>
    public bool CameLate { get; } = first.Place is not null;

    /// <summary>Their place; null before the draw.</summary>
    public long? Place => last.Place;

    /// <summary>What they were let in with, and until when; null: they were not.</summary>
    public (string Pass, DateTimeOffset ExpiresAt)? Pass { get; private set; } = PassOf(first);

    /// <summary>They have asked to leave, and have not been told since that they are there still.</summary>
    public bool HasLeft { get; set; }

    /// <summary>They left while they waited.</summary>
    public bool HasLeftLine => HasLeft && IsWaiting(last);

    /// <summary>The first answer that must not be, after those before it (G11); null when there was none.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Takes what they are told when they join again. Who left after the draw has another stay then, and so may who left before it.</summary>
    public void Take(Turn turn, DateTimeOffset heardAt)
    {
        if (IsWaiting(last) && turn.State == "over" && heardAt - last.Room.AsOf < ChaosProduct.PassLasts)
            Contradiction ??= $"{this} waited at {last.Room.AsOf:o} and was over by {heardAt:o}: passed over";
        if ((turn.Number, turn.Receipt) != (Number, Receipt) || (Place is { } place && turn.Place != place)
            || Array.IndexOf(States, turn.State) < Array.IndexOf(States, last.State) || (Pass is { } pass && PassOf(turn) is { } other && other != pass))
            Contradiction ??= $"{shopperId} was told {last}, and then {turn}";
        (last, HasLeft) = (turn, false);
        Pass ??= PassOf(turn);
    }

    public override string ToString() => $"{shopperId} with number {Number} and {(Place is { } place ? $"place {place}" : "no place")} in room {Commitment[..8]}";

    private static bool IsWaiting(Turn turn) => turn.State is "gathering" or "waiting";

    private static (string, DateTimeOffset)? PassOf(Turn turn) => turn is { Pass: { } pass, PassExpiresAt: { } expires } ? (pass, expires) : null;
}
