using System.Net;

namespace FlashFlow.Console.Access;

/// <summary>
/// The keys of the front's demo mode, which everybody knows. The front takes them from its own machine only; since this process calls from
/// there, it has to ask where its own callers are.
/// </summary>
public static class DemoKeys
{
    private static readonly string[] All = ["demo-operator-key", "demo-shop-key", "demo-viewer-key"];

    /// <summary>Whether a caller may sign in with this key, as far as the place counts.</summary>
    public static bool MayComeFrom(IPAddress? caller, string key) => !All.Contains(key) || IPAddress.IsLoopback(caller ?? IPAddress.None);
}
