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

    // Nothing opens or closes while a sequence runs.
    public static readonly (DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)[] Windows =
        [(null, null), (null, null), (Past, Future), (Future, null), (null, Past)];

    public static readonly (int Hold, int HoldMax, int ReturnAfter, bool CanCancel)[] Holds =
        [(0, 0, 0, true), (0, 0, 0, false), (30, 30, 0, true), (60, 150, 40, true), (30, 60, 0, false)];

    private readonly Guid[] orderIds = [.. Enumerable.Range(0, Orders).Select(_ => Guid.NewGuid())];
    private readonly List<OrderBatch> accepted = [];
    private readonly List<string> outbox = [];
    private ProductModel model = new(product, omitted);
    private HighWaterMark furthest;

    // Ahead of Redis's clock, which never runs behind what a sale has seen: so the model's clock is the ledger's.
    private DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds());

    private static DateTimeOffset Past => DateTimeOffset.UnixEpoch.AddYears(30);

    private static DateTimeOffset Future => DateTimeOffset.UnixEpoch.AddYears(300);

    public async Task TakeAsync(LedgerStep step)
    {
        var before = model.Sale?.Seq;
        switch (step)
        {
            case Buys buys:
                await BuyAsync(buys);
                break;
            case Changes changes:
                await DecideAsync(
                    HighWaterMark.None,
                    [.. changes.Asked.Select(change => OrderOperation.ToChange(orderIds[change.Order], change.What)), .. changes.Wishes.Select(Buy)]);
                break;
            case Wait wait:
                now = now.AddSeconds(wait.Seconds);
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

        if (step is Restock or SetState or Update && model.Sale?.Seq > before)
            outbox.Add(Text(model.LastChange(now)));
        if (model.Sale is not null)
            await sandbox.SetClockAsync(product, now);
        Assert.Equal(Timeless(model.Sale), Timeless(await sandbox.Sales.FindAsync(product)));
        Assert.Equal(Timeless(model.Suspension), Timeless(await sandbox.Sales.FindSuspensionAsync(product)));
    }

    /// <summary>What can be seen at the end only.</summary>
    public async Task EndAsync()
    {
        Assert.Equal(model.Ended, await sandbox.Sales.ListEndedAsync(product));
        Assert.Equal(outbox, (await sandbox.Outbox.ReadAsync(product, max: 10_000)).Select(Text));
        foreach (var orderId in orderIds)
            Assert.Equal(Timeless(model.FindOrder(orderId, now)), Timeless(await sandbox.Sales.FindOrderAsync(product, orderId)));
    }

    private async Task BuyAsync(Buys buys)
    {
        var known = buys.Known switch { 0 => HighWaterMark.None, 1 => furthest, _ => furthest with { Seq = furthest.Seq + 1 } };
        OrderOperation[] batch = [.. buys.Wishes.Select(Buy)];

        if (batch.Length == 0)
        {
            Assert.Equal(model.SuspendIfBehind(known, now), await sandbox.Sales.SuspendIfBehindAsync(product, known));
            return;
        }

        await DecideAsync(known, batch);
    }

    // Without a sale the ledger's clock is Redis's.
    private OrderOperation Buy(Wish wish) => new(orderIds[wish.Order], Shoppers[wish.Shopper], wish.Quantity, Epoch(wish.Sale))
    {
        Deadline = wish.LateBy is { } late && model.Sale is not null ? new(now.ToUnixTimeMilliseconds() - late) : null,
    };

    private async Task DecideAsync(HighWaterMark known, OrderOperation[] batch)
    {
        if (batch.Length == 0)
            return;
        var expected = model.Decide(known, batch, now);
        var reply = await sandbox.Ledger.DecideAsync(product, known, batch);

        Assert.Equal(expected.Results, reply.Results);
        Assert.Equal(
            (expected.Mark, expected.IsSoldOut, expected.IsSuspended, expected.IsLate, expected.Level, expected.UntilDue),
            (reply.Mark, reply.IsSoldOut, reply.IsSuspended, reply.IsLate, reply.Level, reply.UntilDue));
        Assert.Equal(expected.Entry is null ? "" : Text(expected.Entry), reply.Entry is null ? "" : Text(reply.Entry));
        furthest = Later(furthest, Later(known, reply.Mark));
        if (reply.Entry is null)
            return;
        accepted.AddRange(OrderMessage.Batches(reply.Entry.Body));
        outbox.Add(Text(reply.Entry));
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
        Orders = Sold(),
        Seqs = [.. Sold().Select(order => order.Position)],
        Places = new Dictionary<Place, Core.Auditing.Tally>(),
        Waiting = 0,
        LastSeq = Math.Max(0, furthest.Seq - rebuild.Unknown),
        Ended = furthest.Epoch == 1 ? [] : [new(furthest.Epoch - 1, 2, 3)],
    };

    // As it was first; what has become of it since, nobody found.
    private SoldOrder[] Sold() =>
    [
        .. accepted.Where(batch => batch.Epoch == furthest.Epoch)
            .SelectMany(batch => Enumerable.Range(0, batch.Count).Select(i => SoldOrder.In(batch, i)))
            .DistinctBy(order => order.OrderId),
    ];

    private SaleDefinition Define(Offer offer) => new()
    {
        ProductId = product,
        Name = $"{product} {offer.Stock}",
        Price = offer.Stock % 4 == 3 ? offer.Stock : 8,
        Stock = offer.Stock,
        LimitPerShopper = offer.Limit,
        OpensAt = Windows[offer.Window].OpensAt,
        ClosesAt = Windows[offer.Window].ClosesAt,
        Currency = Holds[offer.Holds].HoldMax > 100 ? Currency.Find("JPY") : Currency.Find("EUR"),
        HoldSeconds = Holds[offer.Holds].Hold,
        HoldMaxSeconds = Holds[offer.Holds].HoldMax,
        ReturnAfterSeconds = Holds[offer.Holds].ReturnAfter,
        CancelUntil = Holds[offer.Holds].CanCancel ? null : Past,
    };

    private long Epoch(Meant meant) => meant switch { Meant.Any => 0, Meant.Current => model.Mark.Epoch, _ => model.Mark.Epoch + 1_000 };

    private static Sale? Timeless(Sale? sale) => sale is null ? null : sale with { Suspension = Timeless(sale.Suspension) };

    private static Suspension? Timeless(Suspension? suspension) => suspension is null ? null : suspension with { Since = default };

    private static LedgerOrder? Timeless(LedgerOrder? order) => order is null ? null : order with { State = order.State with { AsOf = default } };

    // Both write the same members, in whatever order.
    private static string Text(OutboxEntry entry) => string.Join('\n', OrderMessage.Lines(entry.Body).Select(line => System.Text.Encoding.UTF8.GetString(
        TransitionBatch.IsMeantBy(line.Span) ? TransitionBatch.Parse(line.Span).ToJson() : OrderBatch.Parse(line.Span).ToJson())));

    private static HighWaterMark Later(HighWaterMark one, HighWaterMark other) => one > other ? one : other;
}
