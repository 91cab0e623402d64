namespace FlashFlow.Deployment.Tests;

internal static partial class Settings
{
    /// <summary>Sections that only the other edition has.</summary>
    public static IReadOnlyList<string> Elsewhere => ["Silo", "Cluster"];

    private static Dictionary<string, (string Section, Type Options)[]> Processes => new()
    {
        ["front"] = [.. OfFronts, .. OfGuards],
        ["drain"] = OfDrains,
    };
}
