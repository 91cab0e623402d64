namespace FlashFlow.Browser.Tests;

/// <summary>A test in a real browser, which <c>./flashflow test</c> installs where it may.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null)
            Skip = "It needs Chromium, and this machine has none.";
    }
}
