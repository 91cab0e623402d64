using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The store of sales and orders. Section <c>FlashFlow:Postgres</c>.</summary>
public sealed record PostgresOptions : IValidatableObject
{
    /// <summary>Where it is and who asks, as Npgsql writes it.</summary>
    [Required]
    public string ConnectionString { get; init; } = "Host=127.0.0.1;Username=flashflow;Password=flashflow;Database=flashflow";

    /// <summary>How long a command may take, in seconds.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; init; } = 10;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ReadableText.Check(ConnectionString, text => new NpgsqlConnectionStringBuilder(text), nameof(ConnectionString));
}
