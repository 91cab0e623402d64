using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>The broker. Section <c>FlashFlow:RabbitMq</c>.</summary>
public sealed partial record RabbitMqOptions : IValidatableObject
{
    /// <summary>Where it is and who asks: <c>amqp://user:password@host:port/vhost</c>; of a cluster one for each node, separated by commas.</summary>
    [Required]
    public string Uri { get; init; } = "amqp://flashflow:flashflow@127.0.0.1:5672/";

    /// <summary>First part of the names of the exchange and the queues.</summary>
    [Required, RegularExpression("[a-z0-9._-]{1,64}")]
    public string Prefix { get; init; } = "flashflow";

    /// <summary>How long connecting or a publisher confirm may take, in milliseconds.</summary>
    [Range(10, 600_000)]
    public int DeadlineMilliseconds { get; init; } = 5_000;

    /// <summary>The addresses of its nodes, in the order in which they are named.</summary>
    /// <exception cref="UriFormatException">One is no address; <see cref="Validate"/> says which.</exception>
    public IReadOnlyList<Uri> ListNodes() => [.. Separator.Split(Uri).Select(text => new Uri(text.Trim()))];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in Separator.Split(Uri)
        where !System.Uri.TryCreate(text.Trim(), UriKind.Absolute, out var node) || node.Scheme is not ("amqp" or "amqps")
        select new ValidationResult($"'{text.Trim()}' is not an address that begins with amqp:// or amqps://.", [nameof(Uri)]);

    // A password may have a comma in it.
    [GeneratedRegex(@",(?=\s*amqps?://)")]
    private static partial Regex Separator { get; }
}
