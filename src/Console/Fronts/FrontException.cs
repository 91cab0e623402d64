using System.Net;
using System.Text.Json;

namespace FlashFlow.Console.Fronts;

/// <summary>A call that a front refused, or that none answered. The message is a sentence for the operator.</summary>
public sealed class FrontException(string sentence, string code, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>The code when no front can be reached.</summary>
    public const string UnreachableCode = "unreachable";

    private const string KeyRequired = "key_required";

    /// <summary>The front's stable name of the error, such as <c>closed</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Whether what was asked for is not there.</summary>
    public bool IsUnknown => Code.StartsWith("unknown_", StringComparison.Ordinal);

    /// <summary>Whether the key opens nothing any more.</summary>
    public bool IsSignedOut => Code.EndsWith(KeyRequired, StringComparison.Ordinal);

    internal static FrontException Unreachable(Exception cause) =>
        new("No front can be reached. Nothing was done.", UnreachableCode, cause);

    internal static FrontException SignedOut() => new("Your session is over: sign in again.", KeyRequired);

    internal static FrontException Late(Exception cause) =>
        new("The front did not answer in time. What was asked for may be done or not: look, before you ask again.", "late", cause);

    internal static FrontException Broken(Exception cause) =>
        new("The connection to the front broke. What was asked for may be done or not: look, before you ask again.", "broken", cause);

    /// <summary>What a refusal says: its problem details in words.</summary>
    internal static async Task<FrontException> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var code = $"{(int)answer.StatusCode}";
        try
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            code = Text(problem, "code") ?? code;
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                return new("Your key opens nothing here any more: sign in again.", KeyRequired);
            if (answer.StatusCode == HttpStatusCode.Forbidden)
                return new("Your key may look, and not do this.", code);
            if (Text(problem, "title") is { } title)
                return new(Text(problem, "detail") is { } detail ? $"{Sentence(title)} {Sentence(detail)}" : Sentence(title), code);
        }
        catch (JsonException)
        {
            // Not from a front, but perhaps from a proxy before it.
        }

        return new($"The front answered {(int)answer.StatusCode} {answer.ReasonPhrase}.", code);
    }

    private static string? Text(JsonDocument problem, string member) =>
        problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Sentence(string text) => text is [.., '.' or '!' or '?'] ? text : $"{text}.";
}
