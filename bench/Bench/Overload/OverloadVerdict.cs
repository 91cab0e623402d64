using FlashFlow.Operator.Demo;

namespace FlashFlow.Bench.Overload;

/// <summary>Holds an overload against what was promised.</summary>
internal static class OverloadVerdict
{
    private static readonly string[] Refusals = ["409 ", "429 ", "503 "];

    /// <summary>What must hold, in the order it is told.</summary>
    public static IReadOnlyList<Check> Of(OverloadResult result) =>
    [
        new("every accepted order is in PostgreSQL, and no other", DemoVerdict.FindWrongRows(result.Answers.OrderIds, result.StoredOrderIds, result.Untold)),
        new("nobody was told anything but 202, 409, 429 or 503", FindOtherAnswers(result)),
        new($"no process took more than {result.Options.MaxMegabytes:N0} MB", FindLargeProcess(result)),
        new("the books balance", DemoVerdict.FindImbalance(result.Books, result.Sale.Epoch)),
    ];

    private static string? FindOtherAnswers(OverloadResult result)
    {
        var answers = result.Answers.Unexpected.Where(answer => !Array.Exists(Refusals, refusal => answer.Key.StartsWith(refusal, StringComparison.Ordinal)));
        var errors = result.Stages.SelectMany(stage => stage.Errors).Concat(result.Closed.SelectMany(load => load.Errors));
        var unanswered = result.Stages.Where(stage => stage.Unanswered > 0).Select(stage => KeyValuePair.Create("never answered", stage.Unanswered));
        var wrong = answers.Concat(errors).Concat(unanswered).GroupBy(what => what.Key, what => what.Value).ToArray();
        return wrong.Length == 0 ? null : string.Join("; ", wrong.Select(what => $"{what.Sum():N0} x {what.Key}"));
    }

    private static string? FindLargeProcess(OverloadResult result)
    {
        var largest = result.Memory.MaxBy(process => process.Peak);
        return largest is null || largest.Peak <= result.Options.MaxMegabytes * 1_024L * 1_024 ? null : $"{largest.Name} took {largest.Peak / 1_024 / 1_024:N0} MB";
    }
}
