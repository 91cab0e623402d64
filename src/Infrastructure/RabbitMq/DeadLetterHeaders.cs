using System.Collections;
using System.Globalization;
using System.Text;
using FlashFlow.Core.Draining;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// What is written on a message that was a dead letter: since when and how often, which a replay carries, so that it is still known when it
/// comes back in vain. What the broker itself gave up has its own header, <c>x-death</c>; what a drain of an earlier version put into the
/// dead-letter queue says why.
/// </summary>
internal static class DeadLetterHeaders
{
    public const string Reason = "x-flashflow-reason";
    public const string FirstSeen = "x-flashflow-first-seen"; // milliseconds since 1970
    public const string Attempts = "x-flashflow-attempts";

    private const string GivenUp = "x-death";

    /// <summary>The headers of a letter on its way back to the drain.</summary>
    public static Dictionary<string, object?> OfReplay(DeadLetter letter)
    {
        var headers = new Dictionary<string, object?> { [Attempts] = letter.Attempts };
        if (letter.FirstSeen is { } firstSeen)
            headers[FirstSeen] = firstSeen.ToUnixTimeMilliseconds();
        return headers;
    }

    /// <summary>Reads a letter from the dead-letter queue.</summary>
    public static DeadLetter Read(ReadOnlyMemory<byte> body, IReadOnlyBasicProperties properties)
    {
        var past = ReadPast(properties);
        if (Text(properties, Reason) is { } reason)
            return new(body, reason, past.FirstSeen ?? PublishedAt(properties), Math.Max(1, past.Count));

        // Not put there by a drain: the broker moved it, with the headers that it had in the orders queue.
        var death = LastDeath(properties);
        return new(
            body,
            death is null ? "It does not say." : $"The broker gave it up: {Cause(death)}.",
            past.FirstSeen ?? TimeOf(death) ?? PublishedAt(properties),
            past.Count + 1);
    }

    /// <summary>Reads what a message in the orders queue has behind it.</summary>
    public static PastAttempts ReadPast(IReadOnlyBasicProperties properties) => new(
        (int)Math.Clamp(Number(properties, Attempts) ?? 0, 0, int.MaxValue - 1),
        Number(properties, FirstSeen) is { } firstSeen and >= 0 and <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(firstSeen) : null);

    private static string Cause(IDictionary<string, object?> death) => AsText(death, "reason") switch
    {
        "rejected" => "a consumer rejected it",
        "expired" => "it was too old",
        "maxlen" => "the queue was full",
        "delivery_limit" => "it was delivered too often",
        var other => other ?? "it does not say why",
    };

    private static IDictionary<string, object?>? LastDeath(IReadOnlyBasicProperties properties) =>
        Find(properties, GivenUp) is IList { Count: > 0 } deaths ? deaths[0] as IDictionary<string, object?> : null;

    private static DateTimeOffset? TimeOf(IDictionary<string, object?>? death) =>
        death?.TryGetValue("time", out var time) == true && time is AmqpTimestamp at ? DateTimeOffset.FromUnixTimeSeconds(at.UnixTime) : null;

    private static DateTimeOffset? PublishedAt(IReadOnlyBasicProperties properties) =>
        properties.IsTimestampPresent() ? DateTimeOffset.FromUnixTimeSeconds(properties.Timestamp.UnixTime) : null;

    private static string? Text(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers is { } headers ? AsText(headers, name) : null;

    private static string? AsText(IDictionary<string, object?> table, string name) => table.TryGetValue(name, out var value)
        ? value switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            string text => text,
            _ => null,
        }
        : null;

    private static long? Number(IReadOnlyBasicProperties properties, string name) => Find(properties, name) is { } value
        && value is sbyte or byte or short or ushort or int or uint or long
        ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : null;

    private static object? Find(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) == true ? value : null;
}
