using FlashFlow.Infrastructure.Postgres.Retention;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Testing;

namespace FlashFlow.Drain.Tests;

/// <summary>How the drain's process starts, and how it does not.</summary>
public sealed class ProgramTests : IAsyncLifetime
{
    private static readonly (string Key, string Value)[] Wrong =
    [
        ("FlashFlow:Store:KeepDays", "0"),
        ("FlashFlow:Store:KeepDays", "-1"),
        ("FlashFlow:Store:KeepDays", "36501"),
        ("FlashFlow:Store:KeepDays", "1.5"),
        ("FlashFlow:Store:KeepDays", "a year"),
        ("FlashFlow:Store:MaxLagSeconds", "0"),
        ("FlashFlow:Store:MaxLagSeconds", "86401"),
        ("FlashFlow:Store:MaxLagSeconds", "soon"),
        ("FlashFlow:Webhooks:Deliver", "perhaps"),
        ("FlashFlow:Webhooks:AllowPrivateAddresses", "1"),
        ("FlashFlow:Webhooks:TimeoutMilliseconds", "99"),
        ("FlashFlow:Webhooks:TimeoutMilliseconds", "60001"),
        ("FlashFlow:Webhooks:SalesAtOnce", "0"),
        ("FlashFlow:Webhooks:SalesAtOnce", "257"),
        ("FlashFlow:Webhooks:FirstPauseMilliseconds", "9"),
        ("FlashFlow:Webhooks:FirstPauseMilliseconds", "600001"),
        ("FlashFlow:Webhooks:LongestPauseSeconds", "0"),
        ("FlashFlow:Webhooks:LongestPauseSeconds", "86401"),
        ("FlashFlow:Webhooks:GiveUpHours", "0"),
        ("FlashFlow:Webhooks:GiveUpHours", "721"),
        ("FlashFlow:Webhooks:GiveUpHours", ""),
    ];

    private Sandbox sandbox = null!;

    public static TheoryData<string, string> WrongSettings()
    {
        var data = new TheoryData<string, string>();
        foreach (var (key, value) in Wrong)
            data.Add(key, value);
        return data;
    }

    public async Task InitializeAsync() => sandbox = await Sandbox.CreateAsync();

    public async Task DisposeAsync() => await sandbox.DisposeAsync();

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task A_wrong_setting_ends_the_start_with_a_sentence_that_names_the_key(string key, string value)
    {
        var (exitCode, error) = await RunAsync((key, value));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("flashflow: cannot start: ", error, StringComparison.Ordinal);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Every_setting_of_store_and_webhooks_has_a_wrong_value_here()
    {
        var settings = new[] { ("Store", typeof(StoreOptions)), ("Webhooks", typeof(WebhookOptions)) }
            .SelectMany(section => section.Item2.GetProperties().Where(property => property.CanWrite).Select(property => $"FlashFlow:{section.Item1}:{property.Name}"));
        Assert.Equal(settings.Order(), Wrong.Select(setting => setting.Key).Distinct().Order());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("36500")]
    [InlineData("")]
    public async Task With_days_in_their_range_it_starts(string days) => Assert.Equal((0, ""), await RunAsync(("FlashFlow:Store:KeepDays", days)));

    private Task<(int ExitCode, string Error)> RunAsync(params (string Key, string Value)[] settings) => ServiceRun.ToEndAsync(() =>
    {
        var args = sandbox.Settings.Concat(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)))
            .Select(setting => $"--{setting.Key}={setting.Value}");
        return DrainProcess.Build([.. args, "--urls=http://127.0.0.1:0"]);
    });
}
