using System.Reflection;
using Xunit.Sdk;

namespace FlashFlow.Testing;

/// <summary>The two ways in which stock is guarded, as <c>FlashFlow:Guard:Mode</c> names them.</summary>
public static class GuardModes
{
    public const string Cluster = "cluster";

    public const string Standalone = "standalone";

    public const string Setting = "FlashFlow:Guard:Mode";
}

/// <summary>Runs a theory in both modes: what it shows holds in either.</summary>
public sealed class BothModesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[GuardModes.Cluster], [GuardModes.Standalone]];
}
