using FlashFlow.Core.Draining;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>The ledger that warm-ups ask is to the processes what the real one is, and leaves nothing behind.</summary>
public sealed class RehearsalTests : SandboxTests
{
    private readonly ImaginaryProduct product = new();

    [Fact]
    public async Task A_rehearsal_accepts_in_the_form_in_which_the_ledger_does()
    {
        await Sandbox.StartSaleAsync("phone", stock: 10);
        OrderOperation[] buys = [Buy(1, "ada"), Buy(2), Buy(3, "bob")];
        var real = await Sandbox.BuyAsync("phone", buys);

        var (reply, later) = (await RehearseAsync(product.Id, HighWaterMark.None, buys), await RehearseAsync(product.Id, new(1, 3), buys[..1]));

        Assert.Equal(real.Results.Select(result => (result.Outcome, result.Position)), reply.Results.Select(result => (result.Outcome, result.Position)));
        Assert.Equal((real.Mark.Seq, real.IsSoldOut, real.IsSuspended), (reply.Mark.Seq, reply.IsSoldOut, reply.IsSuspended));
        Assert.InRange(reply.Now - real.Now, 0, 60_000);
        Assert.Equal((product.Id, SaleState.Open), (reply.Level!.ProductId, reply.Level.State));
        Assert.Equal(new OrderResult(OrderOutcome.Accepted, 1, 4), Assert.Single(later.Results));
        var (sold, rehearsed) = (Read(real), Read(reply));
        Assert.Equal(sold.OrderIds, rehearsed.OrderIds);
        Assert.Equal(sold.ShopperIds, rehearsed.ShopperIds);
        Assert.Equal(sold.Quantities, rehearsed.Quantities);
    }

    [Fact]
    public async Task It_knows_a_product_that_is_sold_out()
    {
        var reply = await RehearseAsync(product.SoldOut, HighWaterMark.None, Buy(), Buy());

        Assert.Equal([OrderOutcome.SoldOut, OrderOutcome.SoldOut], reply.Results.Select(result => result.Outcome));
        Assert.True(reply.IsSoldOut);
        Assert.Null(reply.Entry);
    }

    [Fact]
    public async Task It_leaves_nothing_in_Redis()
    {
        await RehearseAsync(product.Id, HighWaterMark.None, Buy());
        await RehearseAsync(product.SoldOut, HighWaterMark.None, Buy());

        Assert.Empty(await Sandbox.CopyLedgerAsync());
    }

    private async Task<LedgerReply> RehearseAsync(string productId, HighWaterMark known, params OrderOperation[] buys)
    {
        await using var services = Sandbox.BuildServices(_ => { });
        return await services.GetRequiredKeyedService<IStockLedger>(StockLedgers.Rehearsing).DecideAsync(productId, known, buys);
    }

    private static OrderOperation Buy(int quantity = 1, string shopperId = "") => new(OrderIds.New(TimeProvider.System), shopperId, quantity);

    private static OrderBatch Read(LedgerReply reply) => OrderBatch.Parse(reply.Entry!.Body.Span);
}
