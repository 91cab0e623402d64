using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.LedgerModel;
using static FlashFlow.Infrastructure.Tests.Redis.LedgerStep;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>One product in Redis and in the model: both are asked the same, and must answer the same and hold the same.</summary>
internal sealed class LedgerComparison(Sandbox sandbox, string product, Rule? omitted)
{
    public const int Orders = 20;
    public static readonly string[] Shoppers = ["", "ada", "bob", "eve"];

    // Redis has a clock of its own, so nothing opens or closes while a sequence runs.
    public static readonly (DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)[] Windows =
        [(null, null), (null, null), (Past, Future), (Future, null), (null, Past)];

    private readonly Guid[] orderIds = [.. Enumerable.Range(0, Orders).Select(_ => Guid.NewGuid())];
    private readonly List<OrderBatch> accepted = [];
    private readonly List<OrderBatch> outbox = [];
    private ProductModel model = new(product, omitted);
    private HighWaterMark furthest;

    private static DateTimeOffset Past => DateTimeOffset.UnixEpoch.AddYears(30);

    private static DateTimeOffset Future => DateTimeOffset.UnixEpoch.AddYears(300);

    public async Task TakeAsync(LedgerStep step)
    {
        switch (step)
        {
            case Buys buys:
                await BuyAsync(buys);
                break;
            case Restock { Units: var units, Key: var number, Sale: var meant }:
                var (epoch, key) = (Epoch(meant), number == 0 ? null : $"key-{number}");
                Assert.Equal(model.Restock(epoch, units, key), await sandbox.Sales.RestockAsync(product, epoch, units, key));
                break;
            case SetState set:
                Assert.Equal(model.SetState(Epoch(set.Sale), set.State), await sandbox.Sales.SetStateAsync(product, Epoch(set.Sale), set.State));
                break;
            case Update update:
                var definition = Define(update.Terms);
                Assert.Equal(model.Update(Epoch(update.Sale), definition), await sandbox.Sales.UpdateAsync(Epoch(update.Sale), definition));
                break;
            case Open open:
                await OpenAsync(Define(open.Terms), replaced: Epoch(open.Replaced));
                break;
            case Lose:
                await sandbox.LoseAsync(product);
                outbox.Clear();
                model = new(product, omitted);
                break;
            case Rebuild rebuild:
                var plan = Plan(rebuild);
                Assert.Equal(model.Replace(plan), await sandbox.Replacement.ReplaceAsync(plan));
                break;
        }

        Assert.Equal(Timeless(model.Sale), Timeless(await sandbox.Sales.FindAsync(product)));
        Assert.Equal(Timeless(model.Suspension), Timeless(await sandbox.Sales.FindSuspensionAsync(product)));
    }

    /// <summary>What can be seen at the end only.</summary>
    public async Task EndAsync()
    {
        Assert.Equal(model.Ended, await sandbox.Sales.ListEndedAsync(product));
        Assert.Equal(outbox.Select(Text), (await sandbox.Outbox.ReadAsync(product, max: 10_000)).Select(entry => Text(Read(entry))));
        foreach (var orderId in orderIds)
            Assert.Equal(model.HasOrder(orderId), await sandbox.Sales.HasOrderAsync(product, orderId));
    }

    private async Task BuyAsync(Buys buys)
    {
        var known = buys.Known switch { 0 => HighWaterMark.None, 1 => furthest, _ => furthest with { Position = furthest.Position + 1 } };
        OrderOperation[] batch =
            [.. buys.Wishes.Select(wish => new OrderOperation(orderIds[wish.Order], Shoppers[wish.Shopper], wish.Quantity, Epoch(wish.Sale)))];

        if (batch.Length == 0)
        {
            Assert.Equal(model.SuspendIfBehind(known, DateTimeOffset.UtcNow), await sandbox.Sales.SuspendIfBehindAsync(product, known));
            return;
        }

        var expected = model.Buy(known, batch, DateTimeOffset.UtcNow);
        var reply = await sandbox.Ledger.DecideAsync(product, known, batch);

        Assert.Equal(expected.Results, reply.Results);
        Assert.Equal(
            (expected.Mark, expected.IsSoldOut, expected.IsSuspended, expected.Level), (reply.Mark, reply.IsSoldOut, reply.IsSuspended, reply.Level));
        Assert.Equal(expected.Entry is null ? "" : Text(Read(expected.Entry)), reply.Entry is null ? "" : Text(Read(reply.Entry)));
        furthest = Later(furthest, Later(known, reply.Mark));
        if (reply.Entry is null)
            return;
        accepted.Add(Read(reply.Entry));
        outbox.Add(Read(reply.Entry));
    }

    private async Task OpenAsync(SaleDefinition definition, long replaced)
    {
        var epoch = furthest.Epoch + 1;
        var isOpened = model.Open(definition, epoch, replaced);
        Assert.Equal(isOpened, await sandbox.Sales.OpenAsync(definition, epoch, replaced));
        if (isOpened)
            furthest = new(epoch, 0);
    }

    private RebuildPlan Plan(Rebuild rebuild) => new()
    {
        Suspension = model.Suspension ?? new(furthest, model.Mark, default),
        Epoch = furthest.Epoch,
        Sale = new(Define(rebuild.Terms), rebuild.Added, rebuild.State),
        Orders = [.. accepted.Where(batch => batch.Epoch == furthest.Epoch).SelectMany(Sold).DistinctBy(order => order.OrderId)],
        Places = new Dictionary<Place, Core.Auditing.Tally>(),
        Waiting = 0,
        LastPosition = Math.Max(0, furthest.Position - rebuild.Unknown),
        Ended = furthest.Epoch == 1 ? [] : [new(furthest.Epoch - 1, 2, 3)],
    };

    private static IEnumerable<SoldOrder> Sold(OrderBatch batch) =>
        batch.OrderIds.Select((id, i) => new SoldOrder(id, batch.FirstPosition + i, batch.Quantities[i], batch.ShopperIds[i]));

    private SaleDefinition Define(Offer offer) => new()
    {
        ProductId = product,
        Name = $"{product} {offer.Stock}",
        Price = 1.5m * offer.Stock,
        Stock = offer.Stock,
        LimitPerShopper = offer.Limit,
        OpensAt = Windows[offer.Window].OpensAt,
        ClosesAt = Windows[offer.Window].ClosesAt,
    };

    private long Epoch(Meant meant) => meant switch { Meant.Any => 0, Meant.Current => model.Mark.Epoch, _ => model.Mark.Epoch + 1_000 };

    private static Sale? Timeless(Sale? sale) => sale is null ? null : sale with { Suspension = Timeless(sale.Suspension) };

    private static Suspension? Timeless(Suspension? suspension) => suspension is null ? null : suspension with { Since = default };

    private static OrderBatch Read(OutboxEntry entry) => OrderBatch.Parse(entry.Body.Span);

    // By the ledger's clock is when it was; all else is the same.
    private static string Text(OrderBatch batch) => System.Text.Encoding.UTF8.GetString((batch with { AcceptedAtMilliseconds = 0 }).ToJson());

    private static HighWaterMark Later(HighWaterMark one, HighWaterMark other) => one > other ? one : other;
}
