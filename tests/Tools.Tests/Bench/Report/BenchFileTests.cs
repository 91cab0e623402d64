using System.Text.Json;
using FlashFlow.Bench.Report;

namespace FlashFlow.Tools.Tests.Bench.Report;

public sealed class BenchFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var (first, second) = (Path.Combine(folder.Path, "a.json"), Path.Combine(folder.Path, "b.json"));
        await BenchFile.WriteAsync(SampleReport.Full, first, default);
        var read = BenchFile.Read(first);
        await BenchFile.WriteAsync(read, second, default);

        Assert.Equal(await File.ReadAllTextAsync(first), await File.ReadAllTextAsync(second));
        Assert.Equal(SampleReport.Full.StartedAt, read.StartedAt);
        Assert.Equal(SampleReport.Full.Host.Servers, read.Host.Servers);
        Assert.Equal(SampleReport.Full.Scenarios.Select(scenario => scenario.Median), read.Scenarios.Select(scenario => scenario.Median));
        Assert.Equal(SampleReport.Full.Scenarios[^1].Runs[0].Statuses, read.Scenarios[^1].Runs[0].Statuses);
        Assert.Equal(SampleReport.Full.OpenLoop, read.OpenLoop);
        Assert.Equal(SampleReport.Full.Costs, read.Costs);
        Assert.Equal(SampleReport.Full.Growth.Select(curve => curve.Points), read.Growth.Select(curve => curve.Points));
        Assert.Equal(SampleReport.Full.Drain!.RowsPerSecond, read.Drain!.RowsPerSecond);
        Assert.Equal(SampleReport.Full.Steady!.Memory, read.Steady!.Memory);
    }

    [Fact]
    public async Task A_program_in_another_language_can_read_it()
    {
        var path = Path.Combine(folder.Path, "a.json");
        await BenchFile.WriteAsync(SampleReport.Small, path, default);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        Assert.Equal(40_000, json.RootElement.GetProperty("scenarios")[1].GetProperty("median").GetDouble());
        Assert.Equal(2, json.RootElement.GetProperty("host").GetProperty("cores").GetInt32());
    }

    [Fact]
    public async Task A_bench_is_never_overwritten()
    {
        var path = Path.Combine(folder.Path, "a.json");
        await BenchFile.WriteAsync(SampleReport.Full, path, default);

        await Assert.ThrowsAsync<IOException>(() => BenchFile.WriteAsync(SampleReport.Small, path, default));
        Assert.Equal(SampleReport.Full.Scenarios.Count, BenchFile.Read(path).Scenarios.Count);
    }

    public void Dispose() => folder.Dispose();
}
