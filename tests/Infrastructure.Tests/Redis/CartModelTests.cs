using FlashFlow.Core.Carts;
using FsCheck;
using FsCheck.Fluent;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Random carts that want the same products, beside buys and releases of one: <c>take.lua</c> does what <see cref="CartModel"/> says.</summary>
public sealed class CartModelTests : SandboxTests
{
    private const int Sequences = 60;
    private const int Carts = 6;

    private int sequence;

    /// <summary>What is asked of the products.</summary>
    private abstract record Step;

    private sealed record Take(int Cart, int Shopper, int[] Wanted, bool IsLate) : Step;

    private sealed record BuyOne(int Product, int Shopper, int Units) : Step;

    private sealed record Release(int Cart, int Product) : Step;

    private sealed record Pause(int Product, bool IsPaused) : Step;

    public static TheoryData<CartModel.Rule> Rules => [.. Enum.GetValues<CartModel.Rule>()];

    [Fact]
    public void G1_G2_carts_take_all_or_nothing() => Compare(omitted: null, Sequences);

    /// <summary>A comparison that cannot fail proves nothing.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void A_model_that_omits_a_rule_differs_from_the_script(CartModel.Rule omitted)
    {
        var difference = Assert.ThrowsAny<Exception>(() => Compare(omitted, 10 * Sequences));
        Assert.Contains("Assert.Equal() Failure", difference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task G4_a_refusal_that_an_earlier_call_may_overtake_is_none()
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 1);
        CartPart[] parts = [new() { ProductId = "phone", Epoch = epoch, Quantity = 2, OrderId = OrderOf("phone", 1, 0) }];

        var reply = await Sandbox.Carts.TakeAsync(new(Guid.NewGuid(), "ada", MustHold: false, parts, new(long.MaxValue, EarlierNotAfter: long.MaxValue)));
        var later = await Sandbox.Carts.TakeAsync(new(Guid.NewGuid(), "ada", MustHold: false, parts, new(long.MaxValue, EarlierNotAfter: reply.Now - 1)));

        Assert.Equal((OrderOutcome.Unknown, OrderOutcome.SoldOut), (reply.Outcome, later.Outcome));
    }

    private void Compare(CartModel.Rule? omitted, int sequences) =>
        Prop.ForAll(Steps().ListOf().ToArbitrary(), steps => RunAsync(steps, omitted).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(sequences).WithStartSize(10).WithEndSize(40));

    private async Task RunAsync(IEnumerable<Step> steps, CartModel.Rule? omitted)
    {
        var family = $"f{sequence++}";
        var model = new CartModel(omitted);
        var epochs = new long[CartModel.Products];
        for (var i = 0; i < epochs.Length; i++)
        {
            var holds = CartModel.Holds(i) ? 300 : 0;
            epochs[i] = (await Sandbox.Office.StartAsync(
                new()
                {
                    ProductId = $"{family}.{i}", Name = "n", Family = family, Stock = CartModel.Stock(i), LimitPerShopper = CartModel.Limit(i),
                    HoldSeconds = holds, HoldMaxSeconds = holds, Price = 1, Currency = Currency.Find("EUR"),
                },
                by: "test"))!.Value;
        }

        foreach (var step in steps)
        {
            var expected = step switch
            {
                Take take => model.Take(take.Cart, take.Shopper, take.Wanted, take.IsLate),
                BuyOne buy => model.Buy(buy.Product, buy.Shopper, buy.Units),
                Release release => model.Release(release.Cart, release.Product),
                Pause pause => model.Pause(pause.Product, pause.IsPaused),
                _ => throw new InvalidOperationException(),
            };
            Assert.Equal(expected, await ActAsync(family, epochs, step));
            for (var i = 0; i < epochs.Length; i++)
            {
                var sale = (await Sandbox.Sales.FindAsync($"{family}.{i}"))!;
                Assert.True(sale.IsBalanced);
                Assert.Equal(model.Remaining(i), sale.Remaining);
                Assert.InRange(sale.Remaining, 0, CartModel.Stock(i));
            }
        }

        await CheckOutboxesAsync(family, epochs.Length);
    }

    private async Task<string> ActAsync(string family, long[] epochs, Step step)
    {
        switch (step)
        {
            case Take take:
                CartPart[] parts = [.. Enumerable.Range(0, epochs.Length).Where(i => take.Wanted[i] > 0).Select(i => new CartPart
                {
                    ProductId = $"{family}.{i}", Family = family, Epoch = epochs[i], Quantity = take.Wanted[i], OrderId = OrderOf(family, take.Cart, i),
                })];
                if (parts.Length == 0)
                    return "nothing";
                var reply = await Sandbox.Carts.TakeAsync(new(Guid.NewGuid(), $"s{take.Shopper}", MustHold: false, parts, new(take.IsLate ? 1 : long.MaxValue)));
                return reply.HasOrders ? $"{reply.Outcome}" : $"{reply.Outcome} {parts[reply.Refused].ProductId[^1]}";
            case BuyOne buy:
                return $"{(await Sandbox.BuyAsync($"{family}.{buy.Product}", Buy(buy.Units, $"s{buy.Shopper}"))).Results[0].Outcome}";
            case Release release:
                var change = OrderOperation.ToChange(OrderOf(family, release.Cart, release.Product), new OrderChange.Undo(""));
                return $"{(await Sandbox.BuyAsync($"{family}.{release.Product}", change)).Results[0].Outcome}";
            case Pause pause:
                var state = pause.IsPaused ? SaleState.Paused : SaleState.Open;
                return $"{await Sandbox.Sales.SetStateAsync($"{family}.{pause.Product}", epochs[pause.Product], state)}";
            default:
                throw new InvalidOperationException();
        }
    }

    // Each transition has the next number, and lies in the outbox of its product.
    private async Task CheckOutboxesAsync(string family, int products)
    {
        for (var i = 0; i < products; i++)
        {
            var entries = await Sandbox.Outbox.ReadAsync($"{family}.{i}", max: 10_000);
            var numbers = entries.SelectMany(entry => Core.Draining.OrderMessage.Batches(entry.Body).SelectMany(batch => Enumerable.Range((int)batch.FirstPosition, batch.Count))
                .Concat(Core.Draining.OrderMessage.Transitions(entry.Body).SelectMany(batch => Enumerable.Range((int)batch.FirstSeq, batch.Count))));
            Assert.Equal(Enumerable.Range(1, (int)(await Sandbox.Sales.FindAsync($"{family}.{i}"))!.Seq), numbers);
        }
    }

    private static Guid OrderOf(string family, int cart, int product) => OrderIds.ForKey($"{family}.{product}", 0, "", $"{cart}");

    private static Gen<Step> Steps()
    {
        var shopper = Gen.Choose(0, 2);
        var product = Gen.Choose(0, CartModel.Products - 1);
        var cart = Gen.Choose(0, Carts - 1);
        return Gen.Frequency<Step>(
            (10, from id in cart
                from who in shopper
                from wanted in Gen.Frequency((3, Gen.Constant(0)), (3, Gen.Constant(1)), (1, Gen.Constant(2))).ArrayOf(CartModel.Products)
                from isLate in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
                select (Step)new Take(id, who, wanted, isLate)),
            (2, from of in product from who in shopper from units in Gen.Choose(1, 2) select (Step)new BuyOne(of, who, units)),
            (4, from id in cart from of in product select (Step)new Release(id, of)),
            (1, from of in product from isPaused in Gen.Elements(true, false, false) select (Step)new Pause(of, isPaused)));
    }
}
