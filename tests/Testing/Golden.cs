namespace FlashFlow.Testing;

/// <summary>A text that others depend on, kept in the repository beside its test, and the same until somebody means to change it.</summary>
public static class Golden
{
    private const string Renew = "FLASHFLOW_RENEW";

    /// <summary>Whether what is kept is made anew by this run.</summary>
    public static bool IsRenewed => Environment.GetEnvironmentVariable(Renew) is { Length: > 0 };

    /// <summary>Compares a text with the one that is kept. With <c>FLASHFLOW_RENEW=1</c> in the environment it is kept from now on instead.</summary>
    /// <param name="path">Where it is kept, from the root of the repository.</param>
    /// <param name="actual">The text as it is now.</param>
    public static void Matches(string path, string actual)
    {
        var file = Path.Combine(RealServices.Root, path);
        if (IsRenewed)
            File.WriteAllText(file, actual);
        var kept = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(
            kept == actual,
            $"It is not as {path} has it any more. {FirstDifference(kept, actual)} "
            + $"If that is meant, run this test with {Renew}=1 in the environment, and look at what has changed in the file.");
    }

    private static string FirstDifference(string kept, string actual)
    {
        var (keptLines, actualLines) = (kept.Split('\n'), actual.Split('\n'));
        var line = keptLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1} was '{keptLines.ElementAtOrDefault(line)}' and is '{actualLines.ElementAtOrDefault(line)}'.";
    }
}
