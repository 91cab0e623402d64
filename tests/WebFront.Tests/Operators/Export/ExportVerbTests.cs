using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Operators.Export;

/// <summary><c>./flashflow export</c>, over a connection that breaks.</summary>
public sealed class ExportVerbTests(ClusterFront shared) : SharedFrontTests(shared), IDisposable
{
    private const int Orders = 20_000;
    private const int HalfOfThem = 2_000_000;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"flashflow-{Guid.NewGuid():N}");

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task What_breaks_off_is_gone_on_with_to_the_same_file(string format)
    {
        var epoch = await StoreAsync();
        await using var relay = new CuttingRelay(Front.Address, HalfOfThem);

        var (exitCode, output) = await ExportAsync(relay.Address, RunningFront.ViewerKey, "--format", format);

        Assert.True(exitCode == 0, output);
        Assert.Contains("broken off after position", output, StringComparison.Ordinal);
        Assert.Equal(await WholeAsync(epoch, format), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Where_an_order_changes_in_between_it_begins_once_more()
    {
        var epoch = await StoreAsync();
        await using var relay = new CuttingRelay(Front.Address, HalfOfThem, () => ExecuteAsync($"UPDATE orders SET shopper_id = 'else' WHERE epoch = {epoch} AND position = 1"));

        var (exitCode, output) = await ExportAsync(relay.Address, RunningFront.ViewerKey);

        Assert.True(exitCode == 0, output);
        Assert.Contains("it begins once more", output, StringComparison.Ordinal);
        Assert.Equal(await WholeAsync(epoch, "jsonl"), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task What_it_cannot_have_is_a_sentence_and_leaves_no_file()
    {
        Assert.Equal((2, true), Said("FLASHFLOW_KEY", await ExportAsync(Front.Address, accessKey: "")));
        Assert.Equal((1, true), Said("404 unknown_product", await ExportAsync(Front.Address, RunningFront.ViewerKey)));
        await StoreAsync();
        Assert.Equal((1, true), Said("401", await ExportAsync(Front.Address, "no-key")));
        Assert.Equal((1, true), Said("404 unknown_sale", await ExportAsync(Front.Address, RunningFront.ViewerKey, "--sale", "2147483647")));
        Assert.Equal((3, true), Said("no front answers", await ExportAsync(new($"http://127.0.0.1:{FreePort.Find()}"), RunningFront.ViewerKey)));
        Assert.False(File.Exists(file));
    }

    public void Dispose()
    {
        File.Delete(file);
        File.Delete($"{file}.part");
    }

    private static (int ExitCode, bool IsSaid) Said(string words, (int ExitCode, string Output) run) =>
        (run.ExitCode, run.Output.Contains(words, StringComparison.Ordinal));

    private async Task<long> StoreAsync()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: Orders);
        await ExecuteAsync($"""
            INSERT INTO orders (accepted_at, order_id, epoch, position, quantity, shopper_id)
            SELECT now(), gen_random_uuid(), {epoch}, position, 1, 'shopper-' || position FROM generate_series(1, {Orders}) AS position
            """);
        return epoch;
    }

    private async Task<string> WholeAsync(long epoch, string format)
    {
        var whole = await Front.LookAsync($"/products/{Product}/sales/{epoch}/orders.{format}");
        Assert.Equal(200, whole.Status);
        return whole.Text;
    }

    private Task<(int ExitCode, string Output)> ExportAsync(Uri front, string accessKey, params string[] options)
    {
        Sandbox.Settings["FLASHFLOW_KEY"] = accessKey;
        return ToolProcess.RunAsync(Sandbox, ["export", Product, "--url", $"{front}", "--output", file, .. options]);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
