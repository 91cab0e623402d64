using FlashFlow.Core.Draining;
using FsCheck;
using FsCheck.Fluent;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Random sequences of buys, retries, restocks, pauses and new sales: the scripts answer as <see cref="SaleModel"/> does.</summary>
public sealed class LedgerModelTests : SandboxTests
{
    private const int Sequences = 150;
    private static readonly string[] Shoppers = ["", "ada", "bob", "eve"];

    private int sequence;

    private abstract record Step;

    private sealed record Buys(Wish[] Wishes) : Step;

    /// <summary>A buy of one of 20 orders, so that retries are common; named under any sale, this one or the one before.</summary>
    private sealed record Wish(int Order, int Shopper, int Quantity, int Sale);

    private sealed record Restock(int Units, int Key) : Step;

    private sealed record SetState(SaleState State) : Step;

    private sealed record NewSale(int Stock, int Limit) : Step;

    [Fact]
    public void The_scripts_do_what_the_model_says()
    {
        var wish =
            from order in Gen.Choose(0, 19)
            from shopper in Gen.Choose(0, Shoppers.Length - 1)
            from quantity in Gen.Frequency((6, Gen.Constant(1)), (2, Gen.Choose(2, 4)))
            from sale in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
            select new Wish(order, shopper, quantity, sale);
        var step = Gen.Frequency<Step>(
            (12, wish.ArrayOf().Where(wishes => wishes.Length > 0).Select(Step (wishes) => new Buys(wishes))),
            (2, Gen.Choose(1, 5).Zip(Gen.Choose(0, 3)).Select(Step (pair) => new Restock(pair.Item1, pair.Item2))),
            (3, Gen.Elements(SaleState.Open, SaleState.Open, SaleState.Paused, SaleState.Closed).Select(Step (state) => new SetState(state))),
            (1, Gen.Choose(0, 12).Zip(Gen.Choose(0, 4)).Select(Step (pair) => new NewSale(pair.Item1, pair.Item2))));

        Prop.ForAll(step.ListOf().ToArbitrary(), steps => RunAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(40));
    }

    private async Task RunAsync(List<Step> steps)
    {
        var product = $"p{sequence++}";
        var orderIds = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();
        var model = new SaleModel();
        await StartAsync(product, model, new NewSale(Stock: 8, Limit: 3));

        foreach (var step in steps)
        {
            switch (step)
            {
                case NewSale sale:
                    await StartAsync(product, model, sale);
                    break;
                case SetState set:
                    Assert.Equal(model.SetState(set.State), await Sandbox.Sales.SetStateAsync(product, model.Epoch, set.State));
                    break;
                case Restock restock:
                    var key = restock.Key == 0 ? null : $"key-{restock.Key}";
                    Assert.Equal(model.Restock(restock.Units, key), await Sandbox.Sales.RestockAsync(product, model.Epoch, restock.Units, key));
                    break;
                case Buys buys:
                    var requests = buys.Wishes.Select(wish => Request(wish, orderIds, model.Epoch)).ToArray();
                    Assert.Equal(requests.Select(model.Buy).ToList(), (await Sandbox.BuyAsync(product, requests)).Results);
                    break;
            }
        }

        await CompareAsync(product, model);
    }

    private async Task StartAsync(string product, SaleModel model, NewSale sale) =>
        model.Reset(await Sandbox.StartSaleAsync(product, sale.Stock, sale.Limit), sale.Stock, sale.Limit);

    private static BuyRequest Request(Wish wish, Guid[] orderIds, long epoch) => Buy(
        wish.Quantity,
        Shoppers[wish.Shopper],
        orderIds[wish.Order],
        wish.Sale switch { 0 => 0, 1 => epoch, _ => epoch + 1_000 });

    private async Task CompareAsync(string product, SaleModel model)
    {
        var sale = (await Sandbox.Sales.FindAsync(product))!;
        Assert.Equal(
            (model.Epoch, model.State, model.Added, model.Remaining, model.Accepted),
            (sale.Epoch, sale.State, sale.Added, sale.Remaining, sale.Accepted));
        Assert.True(sale.IsBalanced);

        var outbox = await Sandbox.Outbox.ReadAsync(product, max: 10_000);
        Assert.Equal(model.EverAccepted, outbox.SelectMany(entry => OrderBatch.Parse(entry.Body.Span).OrderIds));
    }
}
