using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;

namespace FlashFlow.Cli;

/// <summary>What became of the tests of a project.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed; 1 also for a project that could not be run.</param>
/// <param name="Skipped">How many were skipped.</param>
/// <param name="Reasons">Each skipped test, with its reason.</param>
internal sealed record SuiteResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> Reasons);

/// <summary>Reads the results that <c>dotnet test</c> has written (trx).</summary>
internal static class TestReport
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <returns>Nothing at all where there is no such file.</returns>
    public static SuiteResult Read(string file)
    {
        if (!File.Exists(file))
            return new(0, 0, 0, []);
        var root = XDocument.Load(file).Root!;
        var counters = root.Element(Trx + "ResultSummary")?.Element(Trx + "Counters");
        int total = Count("total"), executed = Count("executed"), passed = Count("passed");
        var skipped = root.Descendants(Trx + "UnitTestResult").Where(result => result.Attribute("outcome")?.Value == "NotExecuted");
        return new(passed, executed - passed, total - executed, [.. skipped.Select(Describe)]);

        int Count(string name) => int.TryParse(counters?.Attribute(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    private static string Describe(XElement result)
    {
        var reason = result.Descendants(Trx + "Message").Concat(result.Descendants(Trx + "StdOut")).FirstOrDefault()?.Value.Trim();
        var name = result.Attribute("testName")?.Value;
        return string.IsNullOrEmpty(reason) ? $"{name}" : $"{name}: {reason.ReplaceLineEndings(" ")}";
    }
}

/// <summary>Adds up what became of all tests.</summary>
internal sealed class TestResults
{
    private readonly ConcurrentQueue<SuiteResult> suites = new();

    /// <summary>Set when no suite is left to be run.</summary>
    public bool IsComplete { get; set; }

    public bool IsGood => IsComplete && Failed == 0 && Passed > 0;

    private int Passed => suites.Sum(suite => suite.Passed);

    private int Failed => suites.Sum(suite => suite.Failed);

    public void Add(SuiteResult suite) => suites.Enqueue(suite);

    public void Write()
    {
        var skipped = suites.Sum(suite => suite.Skipped);
        if (skipped > 0)
            Session.Say("skipped:");
        foreach (var reason in suites.SelectMany(suite => suite.Reasons))
            Session.Say($"  {reason}");
        Session.Say($"{Passed} passed, {Failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
    }
}
