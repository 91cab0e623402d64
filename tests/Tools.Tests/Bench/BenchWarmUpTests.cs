using FlashFlow.Bench;

namespace FlashFlow.Tools.Tests.Bench;

public sealed class BenchWarmUpTests
{
    [Theory]
    [InlineData(3, new double[] { 100, 100, 100 })]
    [InlineData(5, new double[] { 100, 200, 300, 400, 400 })]
    [InlineData(8, new double[] { 1, 2, 4, 8, 16, 32, 64, 128, 256 })]
    public async Task It_goes_on_until_a_round_is_not_faster_but_not_for_ever(int rounds, double[] speeds)
    {
        var made = 0;

        await BenchWarmUp.RunAsync(() => Task.FromResult(speeds[made++]));

        Assert.Equal(rounds, made);
    }
}
