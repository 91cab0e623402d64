using System.Text.Json;

namespace FlashFlow.WebFront.Products;

/// <summary>What watchers of a product see from now on, written once for all of them.</summary>
internal sealed class LiveEvent(LiveView view)
{
    /// <summary>A line for watchers when there was nothing new for a while, so that they, and whoever is in between, know that it goes on.</summary>
    public static readonly ReadOnlyMemory<byte> StillHere = ": still here\n\n"u8.ToArray();

    public LiveView View { get; } = view;

    /// <summary>The event as it is sent.</summary>
    public ReadOnlyMemory<byte> Text { get; } =
        (byte[])[.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(view, FrontJson.Default.LiveView), .. "\n\n"u8];
}
