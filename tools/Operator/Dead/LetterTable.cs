using System.Globalization;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Reviewing;
using Spectre.Console;

namespace FlashFlow.Operator.Dead;

/// <summary>Shows dead letters to a person, one per line.</summary>
internal static class LetterTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<ReviewedLetter> letters)
    {
        var table = new Table()
            .AddColumn(new TableColumn("id").NoWrap())
            .AddColumn("first seen (UTC)")
            .AddColumn(new TableColumn("attempts").RightAligned())
            .AddColumn("product")
            .AddColumn(new TableColumn("orders").RightAligned())
            .AddColumn(new TableColumn("units").RightAligned())
            .AddColumn(new TableColumn("transitions").RightAligned())
            .AddColumn("reason");
        foreach (var letter in letters)
            table.AddRow(Array.ConvertAll(Cells(letter), Markup.Escape));
        console.Write(table);
        console.WriteLine(letters.Count == 1 ? "1 dead letter" : $"{letters.Count:N0} dead letters");
        console.WriteLine("./flashflow dead show ID | replay ID | discard ID --yes");
    }

    /// <summary>A moment as people read it.</summary>
    public static string Time(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "not noted";

    /// <summary>What it holds, in words.</summary>
    public static string Contents(ReviewedLetter letter) => letter.TransitionCount == 0
        ? $"{letter.Contents}"
        : letter.Batches.Count == 0
            ? TransitionBooks.Name(letter.TransitionCount)
            : $"{letter.Contents} and {TransitionBooks.Name(letter.TransitionCount)}";

    private static string[] Cells(ReviewedLetter letter) =>
    [
        letter.Letter.Id,
        Time(letter.Letter.FirstSeen),
        $"{letter.Letter.Attempts:N0}",
        letter.ProductId ?? "cannot be read",
        $"{letter.Contents.Orders:N0}",
        $"{letter.Contents.Units:N0}",
        $"{letter.TransitionCount:N0}",
        letter.Letter.Reason,
    ];
}
