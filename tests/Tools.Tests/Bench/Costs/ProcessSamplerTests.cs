using System.Diagnostics;
using FlashFlow.Testing;
using FlashFlow.Bench.Costs;

namespace FlashFlow.Tools.Tests.Bench.Costs;

public sealed class ProcessSamplerTests
{
    private const string Burn = "i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done";
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_child_counts_while_it_lives_and_no_less_after_it_has_ended()
    {
        // The child waits for a line before it ends, its parent for another.
        using var parent = Start($"sh -c '{Burn}; echo burnt; read line'; echo ended; read line");
        try
        {
            var sampler = new ProcessSampler(new Dictionary<string, int> { ["parent"] = parent.Id });
            Assert.Equal("burnt", await parent.StandardOutput.ReadLineAsync().Within("the child's work"));
            var living = (await sampler.SampleAsync(default)).Processes["parent"];
            await parent.StandardInput.WriteLineAsync();
            Assert.Equal("ended", await parent.StandardOutput.ReadLineAsync().Within("the child's end"));
            var ended = (await sampler.SampleAsync(default)).Processes["parent"];

            Assert.True(living.Processor > Noticed, $"A child that worked was seen with {living.Processor}.");
            Assert.True(ended.Processor >= living.Processor, $"{living.Processor} became {ended.Processor} when the child ended.");
            Assert.True(living.ResidentBytes > ended.ResidentBytes, $"{living.ResidentBytes} bytes of two processes, {ended.ResidentBytes} of one.");
            Assert.Null(ended.AllocatedBytes);
        }
        finally
        {
            End(parent);
        }
    }

    [Fact]
    public async Task What_a_child_sent_to_storage_counts_after_it_has_ended()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.bytes");
        using var parent = Start($"read line; sh -c 'dd if=/dev/zero of={path} bs=1000000 count=3 conv=fsync 2>/dev/null'; echo written; read line");
        try
        {
            var sampler = new ProcessSampler(new Dictionary<string, int> { ["parent"] = parent.Id });
            var before = (await sampler.SampleAsync(default)).Processes["parent"];
            await parent.StandardInput.WriteLineAsync();
            Assert.Equal("written", await parent.StandardOutput.ReadLineAsync().Within("the child's file"));
            var after = (await sampler.SampleAsync(default)).Processes["parent"];

            Assert.InRange((after.BytesWritten - before.BytesWritten)!.Value, 3_000_000, 4_000_000);
        }
        finally
        {
            End(parent);
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_dotnet_process_tells_what_it_allocated()
    {
        var sampler = new ProcessSampler(new Dictionary<string, int> { ["tests"] = Environment.ProcessId });
        var before = (await sampler.SampleAsync(default)).Processes["tests"].AllocatedBytes;
        var start = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 100; i++)
            GC.KeepAlive(new byte[100_000]);
        var after = (await sampler.SampleAsync(default)).Processes["tests"].AllocatedBytes;
        var end = GC.GetTotalAllocatedBytes(precise: true);

        // The counter takes what a thread has set aside for its next objects for allocated: some kilobytes of each.
        const int SetAside = 1_000_000;
        Assert.InRange(before!.Value, 1, start + SetAside);
        Assert.InRange(after!.Value, before.Value + 10_000_000 - SetAside, end + SetAside);
    }

    [Fact]
    public async Task A_process_that_is_no_more_is_not_in_a_sample()
    {
        using var gone = Start("exit 0");
        await gone.WaitForExitAsync().Within("its end");

        var sample = await new ProcessSampler(new Dictionary<string, int> { ["gone"] = gone.Id, ["tests"] = Environment.ProcessId }).SampleAsync(default);

        Assert.Equal(["tests"], sample.Processes.Keys);
    }

    private static Process Start(string script) => Process.Start(new ProcessStartInfo("sh", ["-c", script])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
