using System.Globalization;
using System.Text.Json.Nodes;

namespace FlashFlow.Testing.Manifests;

/// <summary>What of RFC 6902 the manifests use: <c>add</c>, <c>replace</c> and <c>remove</c>.</summary>
internal static class JsonPatch
{
    /// <summary>Applies operations in their order.</summary>
    /// <exception cref="InvalidDataException">One names a place that there is not, or does something else.</exception>
    public static void Apply(JsonArray operations, JsonObject target)
    {
        foreach (var operation in operations.Cast<JsonObject>())
        {
            var path = Text(operation, "path");
            var steps = path.Split('/')[1..];
            var parent = steps[..^1].Aggregate((JsonNode)target, (node, step) => Child(node, step) ?? throw Missing(path));
            Apply(Text(operation, "op"), parent, steps[^1], operation["value"]?.DeepClone(), path);
        }
    }

    private static void Apply(string name, JsonNode parent, string step, JsonNode? value, string path)
    {
        if (name is "replace" or "remove" && Child(parent, step) is null)
            throw Missing(path);
        switch (name, parent)
        {
            case ("add" or "replace", JsonObject members):
                members[step] = value;
                break;
            case ("remove", JsonObject members):
                members.Remove(step);
                break;
            case ("replace", JsonArray items):
                items[Index(step)] = value;
                break;
            case ("remove", JsonArray items):
                items.RemoveAt(Index(step));
                break;
            case ("add", JsonArray items):
                items.Insert(step == "-" ? items.Count : Index(step), value);
                break;
            default:
                throw new InvalidDataException($"A patch cannot {name} {path}.");
        }
    }

    private static JsonNode? Child(JsonNode node, string step) => node switch
    {
        JsonObject members => members[step],
        JsonArray items when Index(step) < items.Count => items[Index(step)],
        _ => null,
    };

    private static int Index(string step) => int.Parse(step, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(JsonObject operation, string member) =>
        (string?)operation[member] ?? throw new InvalidDataException($"A patch says no {member}: {operation.ToJsonString()}");

    private static InvalidDataException Missing(string path) => new($"There is no {path} to be patched.");
}
