using System.Text;
using System.Text.RegularExpressions;
using FlashFlow.Core;
using FlashFlow.Bench.Requests;

namespace FlashFlow.Tools.Tests.Bench.Requests;

public sealed partial class KeyedBuysTests
{
    private const int Count = 20_000;

    private readonly KeyedBuys buys = new(new("http://127.0.0.1:3000"), "demo", seed: 1);

    [Fact]
    public void A_tenth_are_retries_of_a_recent_key_by_the_same_shopper()
    {
        var seen = new Dictionary<string, int>();
        var retries = 0;
        for (var i = 0; i < Count; i++)
        {
            var (key, shopper) = Next();
            Assert.Equal(key[^10..], shopper[^10..]);
            if (!seen.TryAdd(key, seen.Count))
            {
                retries++;
                Assert.InRange(seen.Count - seen[key], 1, 1_000);
            }
        }

        Assert.Equal(Count / 10, retries);
    }

    [Fact]
    public void Keys_and_shoppers_are_ones_that_the_front_takes()
    {
        var (key, shopper) = Next();

        Assert.True(Identifiers.IsIdempotencyKey(key));
        Assert.True(Identifiers.IsShopperId(shopper));
    }

    [Fact]
    public void A_request_is_whole()
    {
        var request = Encoding.ASCII.GetString(buys.Next());
        var (head, body) = (request[..request.IndexOf("\r\n\r\n", StringComparison.Ordinal)], request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);

        Assert.StartsWith("POST /products/demo/orders HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
        Assert.Equal("""{"shopperId":"shopper-0000000001","quantity":1}""", body);
    }

    private (string Key, string Shopper) Next()
    {
        var request = Encoding.ASCII.GetString(buys.Next());
        return (KeyHeader().Match(request).Groups[1].Value, ShopperMember().Match(request).Groups[1].Value);
    }

    [GeneratedRegex("Idempotency-Key: (.*)\r\n")]
    private static partial Regex KeyHeader();

    [GeneratedRegex("\"shopperId\":\"(.*?)\"")]
    private static partial Regex ShopperMember();
}
