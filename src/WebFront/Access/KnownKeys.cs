using System.Net;
using System.Security.Cryptography;
using System.Text;
using FlashFlow.Infrastructure.Hosting;

namespace FlashFlow.WebFront.Access;

/// <summary>The keys that open calls, and whose they are.</summary>
internal sealed class KnownKeys(FrontOptions front)
{
    public const string OperatorName = "operator";
    private const string DemoShopName = "demo-shop";
    private const string DemoViewerName = "demo-viewer";

    private static readonly KnownKey[] OfDemo =
    [
        new(Hash(FrontOptions.DemoOperatorKey), new(OperatorName, AccessRole.Operator)),
        new(Hash(FrontOptions.DemoShopKey), new(DemoShopName, AccessRole.Shop)),
        new(Hash(FrontOptions.DemoViewerKey), new(DemoViewerName, AccessRole.Viewer)),
    ];

    private readonly KnownKey[] own =
    [
        .. front.OperatorKey is { Length: > 0 } key ? [new KnownKey(Hash(key), new(OperatorName, AccessRole.Operator))] : Array.Empty<KnownKey>(),
        .. front.Keys.Select(named => new KnownKey(Convert.FromHexString(named.Sha256!), new(named.Name!, AccessRoles.Find(named.Role)!.Value))),
    ];

    /// <summary>Whose key the request shows as <c>Authorization: Bearer</c>; null without one, and for one that nobody has.</summary>
    public Caller? FindCaller(HttpContext context)
    {
        if (AccessKey.FromBearer(context.Request) is not { } shown)
            return null;

        // Each is compared, also after the right one: how long it takes tells nothing of the keys.
        var hash = Hash(shown);
        Caller? found = null;
        foreach (var known in Keys(context))
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known.Hash))
                found = known.Owner;
        }

        return found;
    }

    // The demo's keys are no secrets, so they open nothing to callers from elsewhere, and nothing where there are others.
    private KnownKey[] Keys(HttpContext context) =>
        own.Length == 0 && front.DemoMode && IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None) ? OfDemo : own;

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private sealed record KnownKey(byte[] Hash, Caller Owner);
}
