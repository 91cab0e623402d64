using FlashFlow.Core.Guarding;
using FlashFlow.Grains;
using FlashFlow.Silo;
using FlashFlow.WebFront;

namespace FlashFlow.Deployment.Tests;

internal static partial class Settings
{
    /// <summary>Sections that only the other edition has.</summary>
    public static IReadOnlyList<string> Elsewhere => [];

    private static Dictionary<string, (string Section, Type Options)[]> Processes => new()
    {
        ["silo"] = [("Silo", typeof(SiloOptions)), ("Cluster", typeof(ClusterSettings)), .. OfGuards, .. OfServers],
        ["front"] =
        [
            .. OfFronts, ("Cluster", typeof(ClusterSettings)), ("Cluster", typeof(ClusterCallOptions)), ("Guard", typeof(GuardOptions)),
        ],
        ["drain"] = OfDrains,
    };
}
