using System.Diagnostics;
using FlashFlow.Core.Buying;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>How long "there is no such order" takes tells nobody whether there is one.</summary>
public sealed class OrderOfAnotherTests(ClusterFront shared) : ShopperFronts(shared)
{
    private const int Tries = 10_000;

    // Of rounds in which one of two took longer. By chance it is off by 0.7 % of 10,000 rounds.
    private const double Tolerance = 0.03;

    [Fact]
    public async Task In_10_000_tries_somebody_elses_order_takes_as_long_as_none()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);
        var orderId = (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).OrderId;
        var bob = Shop.Token("bob");

        // Compared round by round, on a machine where all else changes all the time; two orders that there are not show what is chance.
        Guid[] asked = [orderId, OrderIds.NewOf("ada"), OrderIds.NewOf("ada")];
        var times = asked.Select(_ => new double[Tries]).ToArray();
        var texts = new HashSet<string>();
        for (var i = -Tries / 10; i < Tries; i++)
        {
            // Each pair stands in the same places as the other, in turn.
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
        var (another, control) = (LongerShare(times[0], times[1]), LongerShare(times[1], times[2]));
        Assert.True(
            Math.Abs(another - control) < Tolerance,
            $"Somebody else's order took longer than none in {another:P1} of the rounds, and none longer than none in {control:P1}; "
            + $"medians {string.Join(", ", times.Select(each => $"{each.Order().ElementAt(Tries / 2):0.0} µs"))}.");
    }

    private static double LongerShare(double[] one, double[] other) => one.Zip(other).Count(pair => pair.First > pair.Second) / (double)Tries;
}
