using FlashFlow.Testing;

namespace FlashFlow.Deployment.Tests;

public sealed class SettingsPageTests
{
    private readonly string page = File.ReadAllText(Path.Combine(RealServices.Root, "docs", "settings.md"));

    [Fact]
    public void Every_setting_is_documented_with_its_default()
    {
        var documented = page.Split('\n')
            .Where(line => line.StartsWith("| `FlashFlow__", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2].Trim('`'));

        Assert.Equal(Settings.Defaults.ToDictionary(setting => setting.Key, setting => Text(setting.Value)), documented);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool isOn => isOn ? "true" : "false",
        Enum named => named.ToString().ToLowerInvariant(),
        _ => value.ToString()!,
    };
}
