using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary>Options that several verbs have.</summary>
internal static class Options
{
    /// <summary>How many of one kind.</summary>
    public static Option<int> Count(string name, string description) => Number(name, "N", $"{description} (1 to {Ports.Most}, default 1)", 1, Ports.Most, usual: 1);

    /// <summary>A whole number within bounds; <paramref name="usual"/> where it is not given.</summary>
    public static Option<int> Number(string name, string unit, string description, int min, int max, int usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = unit, CustomParser = result => Parse(result, name, min, max) };
        option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>A whole number within bounds; null where it is not given.</summary>
    public static Option<int?> Number(string name, string unit, string description, int min, int max) =>
        new(name) { Description = description, HelpName = unit, CustomParser = result => Parse(result, name, min, max) };

    /// <summary>A value that the program behind the verb looks at.</summary>
    public static Option<string?> Text(string name, string unit, string description) => new(name) { Description = description, HelpName = unit };

    /// <summary>Who guards the stock.</summary>
    public static Option<bool> Standalone() => new("--standalone")
    {
        Description = "without silos: each front guards the stock itself (default: cluster, in which silos do)",
    };

    /// <summary>The options that were given, as they are passed on.</summary>
    public static IEnumerable<string> PassOn(ParseResult parsed, params Option[] options) => options
        .Select(option => parsed.GetResult(option))
        .OfType<OptionResult>()
        .Where(result => !result.Implicit)
        .SelectMany(result => result.Tokens.Select(token => token.Value).Prepend(result.Option.Name));

    private static int Parse(ArgumentResult result, string name, int min, int max)
    {
        if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
            result.AddError($"{name} takes a number from {min} to {max}.");
        return number;
    }
}
