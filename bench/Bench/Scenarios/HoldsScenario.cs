using FlashFlow.Bench.Requests;
using FlashFlow.Load;
using FlashFlow.Operator.Audit;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Units that are held and then paid for: what counts are confirms, each of which had a hold before it.</summary>
internal sealed class HoldsScenario(string name, BenchEngine engine) : SaleScenario(name, engine, ProductId)
{
    private const string ProductId = "bench-holds";

    // Longer than a run may take, so that nothing lapses in it.
    private const int HoldSeconds = 3_600;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private HoldsAndConfirms? requests;

    public override string Meaning => "pairs of hold and confirm, each stored";

    public override bool Counts(int status) => status == 200;

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await Engine.Sales.StartHoldingAsync(ProductId, BenchSales.Plenty, HoldSeconds, cancellation);
        var front = Engine.Fleet.Front;
        requests = new(front, ProductId);
        return new() { Uri = front, Path = "/", Requests = requests };
    }

    /// <exception cref="ToolFailedException">That took too long.</exception>
    public override async Task SettleAsync(CancellationToken cancellation)
    {
        // A sale with holds is not followed by another, and what is confirmed is stored after its order.
        await Engine.Sales.ReleaseAsync(ProductId, requests?.Unconfirmed ?? [], cancellation);
        await base.SettleAsync(cancellation);
        var audit = await new AuditPoll(Engine.Access).RunAsync(ProductId, Patience, whenWaiting: null, cancellation);
        if (audit.Books.FirstOrDefault(books => books.IsCurrent) is not { IsBalanced: true, Held: 0 })
            throw new ToolFailedException($"After {Patience.TotalSeconds:0} s not all that became of the orders of {ProductId} was stored.");
    }
}
