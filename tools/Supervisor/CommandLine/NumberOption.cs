using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FlashFlow.Supervisor.CommandLine;

/// <summary>Options that take a whole number within bounds; the bounds stand in their help.</summary>
public static class NumberOption
{
    /// <summary>One that is <paramref name="usual"/> where it is not given.</summary>
    public static Option<int> Create(string name, string description, string unit, int usual, int min, int max) => new(name)
    {
        Description = Describe(description, min, max),
        HelpName = unit,
        DefaultValueFactory = _ => usual,
        CustomParser = result => Parse(result, name, min, max),
    };

    /// <summary>One that is null where it is not given.</summary>
    public static Option<int?> CreateOptional(string name, string description, string unit, int min, int max) => new(name)
    {
        Description = Describe(description, min, max),
        HelpName = unit,
        CustomParser = result => Parse(result, name, min, max),
    };

    private static string Describe(string description, int min, int max) => $"{description} ({min} to {max})";

    private static int Parse(ArgumentResult result, string name, int min, int max)
    {
        var text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
            result.AddError($"{name} takes a whole number from {min} to {max}, not '{text}'.");
        return number;
    }
}
