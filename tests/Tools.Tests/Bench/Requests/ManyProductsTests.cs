using System.Text;
using FlashFlow.Bench.Requests;

namespace FlashFlow.Tools.Tests.Bench.Requests;

public sealed class ManyProductsTests
{
    [Fact]
    public void The_first_product_is_wanted_most_and_the_last_still_wanted()
    {
        var requests = new ManyProducts(new("http://127.0.0.1:3000"), ["first", "second", "third"], seed: 1);
        var wanted = new Dictionary<string, int>();
        for (var i = 0; i < 6_000; i++)
        {
            var product = Encoding.ASCII.GetString(requests.Next()).Split('/')[2];
            wanted[product] = wanted.GetValueOrDefault(product) + 1;
        }

        Assert.Equal(["first", "second", "third"], wanted.OrderByDescending(product => product.Value).Select(product => product.Key));
    }
}
