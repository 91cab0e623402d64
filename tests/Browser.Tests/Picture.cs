using System.Security.Cryptography;
using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>
/// A picture in <c>docs/pictures</c>. What it shows is kept as words, and compared: a page that has changed makes its test fail until the
/// picture is made anew, with <c>FLASHFLOW_RENEW=1</c> in the environment.
/// </summary>
internal static class Picture
{
    private const int BytesOfHash = 6;

    /// <summary>Compares what the picture shows with what the page shows now, and takes it anew where that is asked for.</summary>
    /// <param name="page">What is to be seen.</param>
    /// <param name="name">The name of the picture.</param>
    /// <param name="words">What it shows, without what is another with every run.</param>
    public static async Task TakeAsync(IPage page, string name, string words)
    {
        Golden.Matches($"tests/Browser.Tests/Pictures/{name}.txt", $"{words}\n");
        if (Golden.IsRenewed)
            await page.Locator("body").ScreenshotAsync(new() { Path = Path.Combine(RealServices.Root, $"docs/pictures/{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>A short name of what files hold: those of a folder and below, or one.</summary>
    /// <param name="path">From the root of the repository.</param>
    public static string HashOf(string path)
    {
        var whole = Path.Combine(RealServices.Root, path);
        var files = Directory.Exists(whole) ? Directory.GetFiles(whole, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : (IEnumerable<string>)[whole];
        return Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]).AsSpan(0, BytesOfHash));
    }
}
