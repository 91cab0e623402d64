using System.Text.Json;

namespace FlashFlow.WebFront.Products;

/// <summary>What watchers of a product see from now on, written once for all of them.</summary>
internal sealed class LiveEvent(LiveView view)
{
    public LiveView View { get; } = view;

    /// <summary>The event as it is sent.</summary>
    public ReadOnlyMemory<byte> Text { get; } =
        (byte[])[.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(view, FrontJson.Default.LiveView), .. "\n\n"u8];
}
