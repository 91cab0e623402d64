using System.Net;
using System.Security.Cryptography;
using System.Text;
using FlashFlow.WebFront.Limits;

namespace FlashFlow.WebFront.Access;

/// <summary>The keys that open calls, and whose they are: those of the settings, and those of a file that may change at any time.</summary>
internal sealed class KnownKeys : IDisposable
{
    private const string FileSetting = $"FlashFlow:Front:{nameof(FrontOptions.KeysFile)}";

    private static readonly KnownKey[] OfDemo =
    [
        new(Hash(FrontOptions.DemoOperatorKey), new(NamedKeys.OperatorName, AccessRole.Operator)),
        new(Hash(FrontOptions.DemoShopKey), new("demo-shop", AccessRole.Shop)),
        new(Hash(FrontOptions.DemoViewerKey), new("demo-viewer", AccessRole.Viewer)),
    ];

    private readonly bool isDemo;
    private readonly RefusedKeyLimit limit;
    private readonly KnownKey[] own;
    private readonly FollowedFile<KnownKey[]>? file;

    /// <exception cref="InvalidOperationException">The file of keys cannot be used.</exception>
    public KnownKeys(FrontOptions front, RefusedKeyLimit limit, TimeProvider time, ILogger<KnownKeys> logger)
    {
        (isDemo, this.limit) = (front.DemoMode, limit);
        own =
        [
            .. front.OperatorKey is { Length: > 0 } key ? [new KnownKey(Hash(key), new(NamedKeys.OperatorName, AccessRole.Operator))] : Array.Empty<KnownKey>(),
            .. front.Keys.Select(KnownKey.Of),
        ];
        if (front.KeysFile is { Length: > 0 } path)
            file = new(FileSetting, path, KeyFile.MaxBytes, json => [.. KeyFile.Read(json, front.Keys).Select(KnownKey.Of)], time, logger);
    }

    /// <summary>Why the file of keys is not used as it is now; null when it is, and when there is none.</summary>
    public string? Trouble => file?.Trouble;

    /// <summary>What the key is worth that the request shows as <c>Authorization: Bearer</c>. One that nobody has counts for its address.</summary>
    public KeyCheck Check(HttpContext context)
    {
        if (AccessKey.FromBearer(context.Request) is not { } shown)
            return default;
        if (Find(shown, context) is { } owner)
            return new(KeyStanding.Good, owner);
        return new(limit.Allows(context.Connection.RemoteIpAddress) ? KeyStanding.Wrong : KeyStanding.WrongTooOften, null);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private Caller? Find(string shown, HttpContext context)
    {
        // Each is compared, also after the right one: how long it takes tells nothing of the keys.
        var hash = Hash(shown);
        var inFile = file?.Value ?? [];
        Caller? found = null;
        foreach (var known in own.Length + inFile.Length > 0 ? own : KeysOfDemo(context))
            found = known.OwnerOf(hash) ?? found;
        foreach (var known in inFile)
            found = known.OwnerOf(hash) ?? found;
        return found;
    }

    // The demo's keys are no secrets, so they open nothing to callers from elsewhere, and nothing where there are others.
    private KnownKey[] KeysOfDemo(HttpContext context) =>
        isDemo && IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None) ? OfDemo : [];

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private sealed record KnownKey(byte[] Hash, Caller Owner)
    {
        public static KnownKey Of(NamedKey key) => new(Convert.FromHexString(key.Sha256!), new(key.Name!, AccessRoles.Find(key.Role)!.Value));

        public Caller? OwnerOf(byte[] shown) => CryptographicOperations.FixedTimeEquals(shown, Hash) ? Owner : null;
    }
}
