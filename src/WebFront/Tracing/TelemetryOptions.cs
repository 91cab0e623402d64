using System.ComponentModel.DataAnnotations;

namespace FlashFlow.WebFront.Tracing;

/// <summary>Which calls are traced where telemetry is exported; silos and drains follow. Section <c>FlashFlow:Telemetry</c>.</summary>
public sealed record TelemetryOptions
{
    /// <summary>One of so many calls of shoppers is traced; 1: each. Operators' calls and failed calls are traced besides.</summary>
    [Range(1, 1_000_000_000)]
    public int SampleOneIn { get; init; } = 4_096;
}
