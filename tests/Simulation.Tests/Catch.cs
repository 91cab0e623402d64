using System.Globalization;

namespace FlashFlow.Simulation.Tests;

/// <summary>What a hunt brought.</summary>
/// <param name="Seed">The lowest seed found to break a promise; null when none did.</param>
/// <param name="Count">Schedules played.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Cpu">Processor time of this process meanwhile.</param>
internal sealed record Catch(long? Seed, long Count, TimeSpan Time, TimeSpan Cpu)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} schedules in {Time.TotalSeconds:0.0} s, {Count / Time.TotalSeconds:0} per second, {Cpu.TotalMicroseconds / Count:0} µs of processor time each");
}
