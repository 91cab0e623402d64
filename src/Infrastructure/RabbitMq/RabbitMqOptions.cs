using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>The broker. Section <c>FlashFlow:RabbitMq</c>.</summary>
public sealed record RabbitMqOptions : IValidatableObject
{
    /// <summary>Where it is and who asks: <c>amqp://user:password@host:port/vhost</c>.</summary>
    [Required]
    public Uri Uri { get; init; } = new("amqp://flashflow:flashflow@127.0.0.1:5672/");

    /// <summary>First part of the names of the exchange and the queues.</summary>
    [Required, RegularExpression("[a-z0-9._-]{1,64}")]
    public string Prefix { get; init; } = "flashflow";

    /// <summary>How long connecting or a publisher confirm may take, in milliseconds.</summary>
    [Range(10, 600_000)]
    public int DeadlineMilliseconds { get; init; } = 5_000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.IsAbsoluteUri || Uri.Scheme is not ("amqp" or "amqps"))
            yield return new("The URI must begin with amqp:// or amqps://.", [nameof(Uri)]);
    }
}
