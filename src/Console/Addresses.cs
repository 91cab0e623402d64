using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Console;

/// <summary>Reads and validates addresses in settings.</summary>
public static class Addresses
{
    private const int MaxNameLength = 64;

    /// <summary>The addresses of a valid list, which commas separate.</summary>
    public static IReadOnlyList<Uri> Split(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => new Uri(text, UriKind.Absolute))];

    /// <summary>Validates a list of addresses.</summary>
    public static ValidationResult? CheckList(string list, ValidationContext context)
    {
        var texts = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length == 0)
            return new("At least one address is needed.", [context.MemberName!]);
        return Array.Find(texts, text => !IsAddress(text)) is { } wrong
            ? new($"'{wrong}' is no address such as http://127.0.0.1:3000.", [context.MemberName!])
            : ValidationResult.Success;
    }

    /// <summary>Validates named addresses; the first defect names its key.</summary>
    public static ValidationResult? CheckNamed(IReadOnlyList<NamedAddress> addresses, ValidationContext context)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            if (FindDefect(addresses[i], [.. addresses.Take(i)]) is { } defect)
                return new(defect.Sentence, [$"{context.MemberName}:{i}:{defect.Member}"]);
        }

        return ValidationResult.Success;
    }

    private static (string Member, string Sentence)? FindDefect(NamedAddress address, IReadOnlyList<NamedAddress> before) => address switch
    {
        { Name: null or { Length: 0 or > MaxNameLength } } => (nameof(address.Name), $"A name has 1 to {MaxNameLength} characters."),
        _ when before.Any(other => other.Name == address.Name) => (nameof(address.Name), $"The name {address.Name} is given twice."),
        _ when !IsAddress(address.Address) => (nameof(address.Address), $"'{address.Address}' is no address such as http://127.0.0.1:3000."),
        _ => null,
    };

    // A link of another kind, such as javascript:, would be a program on the operator's page.
    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
