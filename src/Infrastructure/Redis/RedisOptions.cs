using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The ledger's Redis. Section <c>FlashFlow:Redis</c>.</summary>
public sealed record RedisOptions : IValidatableObject
{
    /// <summary>Where it is, as StackExchange.Redis writes it: <c>host:port,password=...</c></summary>
    [Required]
    public string Configuration { get; init; } = "127.0.0.1:6379";

    /// <summary>First part of the names of all keys.</summary>
    [Required, RegularExpression("[a-z0-9._-]{1,64}")]
    public string Prefix { get; init; } = "flashflow";

    /// <summary>How long a call may take before its outcome counts as unknown, in milliseconds.</summary>
    [Range(10, 60_000)]
    public int DeadlineMilliseconds { get; init; } = 2_000;

    /// <summary>
    /// Whether nothing is sold from a Redis that does not write every order to its disk before it answers, or forgets orders when it is full.
    /// Null: outside demo mode.
    /// </summary>
    public bool? RequireDurable { get; init; }

    /// <summary>
    /// When an answer goes out: once what it tells is on the server's disk, or once a replica has it, too, so that it outlives a fail-over.
    /// </summary>
    [EnumDataType(typeof(LedgerDurability), ErrorMessage = "The field Durability must be disk or replica.")]
    public LedgerDurability Durability { get; init; } = LedgerDurability.Disk;

    /// <summary>For a Redis that does not tell its settings: somebody who knows vouches that it is durable.</summary>
    public bool VouchedDurable { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ReadableText.Check(Configuration, text => ConfigurationOptions.Parse(text), nameof(Configuration));
}
