namespace FlashFlow.Testing;

/// <summary>A directory for a test's key files, and settings of a front that knows shoppers by them.</summary>
public sealed class KeysOfFile : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("flashflow-keys-");

    public KeysOfFile(string content) => Write(content);

    public string Path => System.IO.Path.Combine(directory.FullName, "keys");

    /// <summary>At once, as a careful program writes: nobody reads half of it.</summary>
    public void Write(string content)
    {
        File.WriteAllText($"{Path}.new", content);
        File.Move($"{Path}.new", Path, overwrite: true);
    }

    public (string Key, string Value)[] Settings(string mode) =>
    [
        ("FlashFlow:Front:ShopperTokens", mode),
        ("FlashFlow:ShopperTokens:Issuer", SigningShop.Issuer),
        ("FlashFlow:ShopperTokens:Audience", SigningShop.Audience),
        ("FlashFlow:ShopperTokens:KeysFile", Path),
    ];

    public void Dispose() => directory.Delete(recursive: true);
}
