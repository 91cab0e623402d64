using System.CommandLine;
using System.Globalization;

namespace FlashFlow.Operator;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, string unit, int usual, int min, int max) => new(name)
    {
        Description = description,
        HelpName = unit,
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
                result.AddError($"{name} must be a whole number from {min} to {max}, not '{text}'.");
            return number;
        },
    };
}
