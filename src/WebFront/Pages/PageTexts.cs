using System.Text.Json.Nodes;

namespace FlashFlow.WebFront.Pages;

/// <summary>What the pages say in one language. Its texts stand in a file of their own, <c>wwwroot/texts/en.json</c> and so on.</summary>
/// <param name="language">Its code, such as <c>en</c>.</param>
/// <param name="texts">All texts.</param>
public sealed class PageTexts(string language, JsonObject texts)
{
    /// <summary>Its code, such as <c>en</c>.</summary>
    public string Language { get; } = language;

    /// <summary>All texts, for scripts.</summary>
    public JsonObject All { get; } = texts;

    /// <summary>A text by its name, such as <c>purchase.pay</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public string this[string name] => Find(name) is JsonValue text ? text.GetValue<string>() : throw new KeyNotFoundException($"There is no text '{name}' in {Language}.");

    /// <summary>The form of a text that fits a number, with the number in it.</summary>
    public string Count(string name, long number) =>
        this[$"{name}.{(number == 1 ? "one" : "other")}"].Replace("{n}", $"{number}", StringComparison.Ordinal);

    /// <summary>Whether there is a text of this name.</summary>
    public bool Has(string name) => Find(name) is JsonValue;

    private JsonNode? Find(string name) => name.Split('.').Aggregate((JsonNode?)All, (node, part) => (node as JsonObject)?[part]);
}
