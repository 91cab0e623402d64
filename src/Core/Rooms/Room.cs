using System.Globalization;

namespace FlashFlow.Core.Rooms;

/// <summary>What an operator decides about the line before a sale. Only those whom it has let in can buy.</summary>
public sealed record Room
{
    /// <summary>Most shoppers let in a minute.</summary>
    public const int MostPerMinute = 600_000;

    /// <summary>Largest <see cref="Ahead"/>; it has two digits after the point at most.</summary>
    public const decimal MostAhead = 100;

    private const char Separator = ',';
    private const int Fields = 7;

    /// <summary>From when on shoppers can join; null: at once.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When all who have joined get their places by the draw, and the first are let in. Who joins later stands behind.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>How many shoppers are let in a minute, 0 to <see cref="MostPerMinute"/>; 0: none until it is changed.</summary>
    public required int PerMinute { get; init; }

    /// <summary>How long who was let in may buy, in seconds, at least 1.</summary>
    public required int PassSeconds { get; init; }

    /// <summary>How many shoppers at most may buy at one time, for each unit that is left or held: above 0, up to <see cref="MostAhead"/>.</summary>
    public required decimal Ahead { get; init; }

    /// <summary>What a shopper needs to join.</summary>
    public Joining Joining { get; init; }

    /// <summary>What somebody else gives to the draw (<see cref="RoomDraw.Seed"/>); empty for nothing.</summary>
    public string PublicValue { get; init; } = "";

    /// <summary>Reads what <see cref="ToString"/> writes; null for an empty text.</summary>
    public static Room? Parse(string text)
    {
        if (text.Length == 0)
            return null;
        var fields = text.Split(Separator, Fields);
        return new()
        {
            OpensAt = Number(fields[0]) is > 0 and var opens ? DateTimeOffset.FromUnixTimeMilliseconds(opens) : null,
            StartsAt = DateTimeOffset.FromUnixTimeMilliseconds(Number(fields[1])),
            PerMinute = (int)Number(fields[2]),
            PassSeconds = (int)(Number(fields[3]) / 1_000),
            Ahead = Number(fields[4]) / 100m,
            Joining = (Joining)Number(fields[5]),
            PublicValue = fields[6],
        };
    }

    /// <summary>As it is kept, and as scripts read it: opening and start in Unix milliseconds, rate, milliseconds of a pass, hundredths of <see cref="Ahead"/>, joining, public value.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{OpensAt?.ToUnixTimeMilliseconds() ?? 0},{StartsAt.ToUnixTimeMilliseconds()},{PerMinute},{PassSeconds * 1_000L},{(long)(Ahead * 100)},{(int)Joining},{PublicValue}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
