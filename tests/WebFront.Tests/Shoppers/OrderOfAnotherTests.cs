using System.Diagnostics;
using FlashFlow.Core.Buying;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>How long "there is no such order" takes tells nobody whether there is one.</summary>
public sealed class OrderOfAnotherTests(ClusterFront shared) : ShopperFronts(shared)
{
    private const int Tries = 10_000;

    private static readonly double[] Quantiles = [0.1, 0.25, 0.5, 0.75, 0.9];

    [Fact]
    public async Task In_10_000_tries_somebody_elses_order_takes_as_long_as_none()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);
        var orderId = (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).OrderId;
        var bob = Shop.Token("bob");

        // The control is told by the same measure: two orders that there are not, on the same machine in the same moments.
        Guid[] asked = [orderId, OrderIds.NewOf("ada"), OrderIds.NewOf("ada")];
        var times = asked.Select(_ => new double[Tries]).ToArray();
        var texts = new HashSet<string>();
        for (var i = -Tries / 10; i < Tries; i++)
        {
            // Whoever comes first in one round comes last in another.
            for (var turn = 0; turn < asked.Length; turn++)
            {
                var one = (Math.Abs(i) + turn) % asked.Length;
                var started = Stopwatch.GetTimestamp();
                var answer = await FindAsync(front, bob, asked[one]);
                if (i >= 0)
                    times[one][i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
                texts.Add($"{answer.Status} {answer.Text}");
            }
        }

        Assert.Single(texts);
        foreach (var each in times)
            Array.Sort(each);
        var told = string.Join(", ", Quantiles.Select(at => $"{at}: {At(times[0], at):0.0} {At(times[1], at):0.0} {At(times[2], at):0.0} µs"));
        foreach (var at in Quantiles)
        {
            var (another, none, control) = (At(times[0], at), At(times[1], at), At(times[2], at));
            Assert.True(Math.Abs(another - none) <= (3 * Math.Abs(none - control)) + (0.05 * none), $"At {at} the times differ ({told}).");
        }
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
