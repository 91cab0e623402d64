using FlashFlow.WebFront.Access;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>The shop's public keys in a file.</summary>
internal sealed class ShopperKeysOfFile(ShopperTokenOptions options, TimeProvider time, ILogger<ShopperKeysOfFile> logger) : IShopperKeys, IDisposable
{
    private readonly FollowedFile<ShopperKeySet> file = new(
        $"{ShopperTokenOptions.Section}:{nameof(options.KeysFile)}", options.KeysFile!, ShopperKeyReader.MaxBytes, ShopperKeyReader.Read, time, logger);

    public ShopperKeySet? Current => file.Value;

    public string? Trouble => file.Trouble;

    public void AskAgain()
    {
        // The file is looked at every second.
    }

    public void Dispose() => file.Dispose();
}
