using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Chaos.Verdict;
using FlashFlow.Chaos.Watchers;
using StoredOrder = FlashFlow.Chaos.Verdict.StoredOrder;

namespace FlashFlow.Tools.Tests.Chaos.Verdict;

/// <summary>A run of one sale that is put together bit by bit, and what the verdict says of it.</summary>
public abstract class VerdictTests
{
    private protected const long Epoch = 7;

    private protected static readonly Reply Lost = new(Status: 0);
    private protected static readonly Reply SoldOut = new(409, Code: "sold_out");
    private protected static readonly Reply NotTried = new(503, Code: "unavailable");

    private protected ReplyJournal Journal { get; } = new();

    private protected List<StoredOrder> Stored { get; } = [];

    private protected List<StoredEvent> Events { get; } = [];

    private protected Dictionary<Guid, OrderState> Ledger { get; } = [];

    private protected int Stock { get; set; }

    private protected int Limit { get; set; }

    private protected bool HasHolds { get; set; }

    /// <summary>Units that operators say they added.</summary>
    private protected long Told { get; set; }

    private protected int DeadLetters { get; set; }

    private protected Dictionary<string, int> Ended { get; set; } = [];

    private protected List<ReaderMatch> Readers { get; } = [];

    private protected Guid Sell(string shopper, string? key)
    {
        var orderId = key is null ? OrderIds.New(TimeProvider.System) : OrderIds.ForKey("phone", Epoch, shopper, key);
        Hear(Buy(shopper, key), new Reply(202, orderId));
        Store(shopper, orderId);
        return orderId;
    }

    private protected static ClientBuy Buy(string shopper, string? key) => new("phone", shopper, key, quantity: 1);

    private protected void Hear(ClientBuy buy, params Reply[] replies)
    {
        Journal.Begin(buy);
        foreach (var reply in replies)
            Journal.Note(buy, reply);
    }

    // What is stored was in stock.
    private protected void Store(string shopper, Guid orderId)
    {
        Stored.Add(new(orderId, Epoch, NextSeq(), 1, shopper));
        Stock++;
    }

    /// <summary>The first check that does not hold.</summary>
    private protected string? Wrong()
    {
        var result = Result();
        return ChaosVerdict.Of(result, new(result), new(result), new(result.Journal)).FirstOrDefault(check => !check.Holds)?.Wrong;
    }

    // The lowest that is free.
    private protected long NextSeq() =>
        Enumerable.Range(1, int.MaxValue).First(seq => !Stored.Exists(row => row.Position == seq) && !Events.Exists(happened => happened.Seq == seq));

    private protected ChaosResult Result()
    {
        var product = new ChaosProduct { ProductId = "phone", Stock = Stock, Limit = Limit, Shoppers = 1, Hold = HasHolds ? TimeSpan.FromSeconds(5) : default };
        var all = new Tally(Stored.Count, Stored.Count);
        return new()
        {
            Sales = [new(product, Epoch, Told)],
            Journal = Journal,
            Stored = Stored,
            Events = Events,
            Ledger = Ledger,
            Books =
            [
                new()
                {
                    ProductId = "phone", Epoch = Epoch, IsCurrent = true, Initial = Stored.Count, Added = 0, Remaining = 0,
                    Accepted = all, Outbox = default, Stored = all, Dead = default,
                },
            ],
            DeadLetters = DeadLetters,
            Readers = Readers,
            EndedByThemselves = Ended,
        };
    }
}
