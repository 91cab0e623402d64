using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The store of sales and orders. Section <c>FlashFlow:Postgres</c>.</summary>
public sealed record PostgresOptions : IValidatableObject
{
    /// <summary>Where it is and who asks, as Npgsql writes it. Of several hosts, the first that takes writes is the one that is asked.</summary>
    [Required]
    public string ConnectionString { get; init; } = "Host=127.0.0.1;Username=flashflow;Password=flashflow;Database=flashflow";

    /// <summary>How long a command may take, in seconds.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; init; } = 10;

    /// <summary>How long somebody who waits for an answer waits for PostgreSQL, in milliseconds; what takes longer goes on without it, or is told to come again.</summary>
    [Range(10, 60_000)]
    public int DeadlineMilliseconds { get; init; } = 1_000;

    /// <summary>
    /// Most connections of this process. Half of them are for whoever reads orders; the others are the engine's own, so that no crowd
    /// of readers keeps it waiting.
    /// </summary>
    [Range(2, 1_000)]
    public int MaxPoolSize { get; init; } = 10;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ReadableText.Check(ConnectionString, text => new NpgsqlConnectionStringBuilder(text), nameof(ConnectionString));
}
