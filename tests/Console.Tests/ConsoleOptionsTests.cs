using Microsoft.Extensions.Options;

namespace FlashFlow.Console.Tests;

public sealed class ConsoleOptionsTests
{
    [Theory]
    [InlineData("Fronts", " , ")]
    [InlineData("Fronts", "http://127.0.0.1:3000, elsewhere")]
    [InlineData("Processes:0:Name", "")]
    [InlineData("Processes:0:Address", "ftp://127.0.0.1")]
    [InlineData("Dashboards:0:Address", "javascript:alert(1)")]
    [InlineData("DeadlineMilliseconds", "99")]
    [InlineData("SessionMinutes", "0")]
    public async Task A_wrong_value_stops_the_start_with_a_sentence_that_names_the_setting(string setting, string value)
    {
        (string, string)[] sound =
        [
            ("FlashFlow:Console:Processes:0:Name", "front-1"), ("FlashFlow:Console:Processes:0:Address", "http://127.0.0.1:3000"),
            ("FlashFlow:Console:Dashboards:0:Name", "Aspire"), ("FlashFlow:Console:Dashboards:0:Address", "http://127.0.0.1:3001"),
        ];

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var console = await RunningConsole.StartAsync([.. sound, ($"FlashFlow:Console:{setting}", value)]);
        });

        Assert.StartsWith($"FlashFlow:Console:{setting}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fronts_are_separated_by_commas() => Assert.Equal(
        [new Uri("http://127.0.0.1:3000"), new Uri("https://front.example.org")],
        new ConsoleOptions { Fronts = "http://127.0.0.1:3000 , https://front.example.org," }.FindFronts());
}
