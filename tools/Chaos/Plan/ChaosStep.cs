using System.Globalization;

namespace FlashFlow.Chaos.Plan;

/// <summary>Something that is to happen during the sale.</summary>
/// <param name="At">When, from the beginning of the load.</param>
internal abstract record ChaosStep(TimeSpan At)
{
    /// <summary>What it is, in a few words.</summary>
    public abstract string Text { get; }

    protected static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
