using FlashFlow.Core.Auditing;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Operator.Audit;
using FlashFlow.Chaos.Parts;
using FlashFlow.Chaos.Plan;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Chaos.Verdict;
using FlashFlow.Chaos.Watchers;
using FlashFlow.Operator.Engine;
using Spectre.Console;

namespace FlashFlow.Chaos;

/// <summary>A sale under load while components are hit by a plan; then everything up, the rest sold, quiet, and a look at all that is stored.</summary>
internal sealed class ChaosRun(Fleet fleet, ServerGroup servers, ServerClusters? clusters, ChaosOptions options, ChaosPlan plan, IAnsiConsole console)
{
    // After the last component is back: longer than any deadline, backoff or sweep of the engine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PatienceToSellOut = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<ChaosProduct> products = ChaosProduct.For(options.Duration);
    private readonly ReplyJournal journal = new();

    /// <exception cref="ToolFailedException">A component did not come back, or the sale did not go on.</exception>
    public async Task<ChaosResult> RunAsync(CancellationToken cancellation)
    {
        console.WriteLine($"starting {string.Join(", ", options.Components.Engine)} ...");
        await fleet.StartAsync(cancellation);

        using var client = new FrontClient(fleet.Fronts, cancellation);
        using var operators = new Operators(client, products);
        await using var receiver = await WebhookReceiver.StartAsync(options.Seed);
        await receiver.RegisterAsync(operators, cancellation);
        using var follower = new FeedFollower(fleet.Fronts);
        using var unfollow = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = follower.RunAsync(unfollow.Token);
        var epochs = new Dictionary<string, long>();
        foreach (var product in products)
            epochs.Add(product.ProductId, await operators.DefineAsync(product, cancellation));

        var payers = new Payers(client, journal, products);
        var watching = new LineWatcher(client, journal.Line).RunAsync(unfollow.Token);
        var shoppers = new Shoppers(client, journal, payers, products, options.Seed);
        await SellAsync(shoppers, new(client, journal.Line, shoppers, options.Seed), payers, operators, cancellation);
        receiver.BeGood();
        var result = await LookAsync(
            [.. products.Select(product => new ChaosSale(product, epochs[product.ProductId], operators.Added.GetValueOrDefault(product.ProductId)))],
            cancellation);
        var readers = await ReadersAsync(
            result, async () => [await follower.LookAsync(), receiver.Look()], cancellation);
        console.WriteLine($"the webhook got {receiver.Messages.All:N0} messages and failed {receiver.Messages.Failed:N0} of them");
        await unfollow.CancelAsync();
        await Task.WhenAll(following, watching);
        return result with { Readers = readers };
    }

    // Who reads is told of everything within a moment, and who has failed a message, after a pause.
    private static async Task<IReadOnlyList<ReaderMatch>> ReadersAsync(ChaosResult result, Func<Task<IReadOnlyList<ReaderMatch>>> look, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var readers = await look();
            if (patience.IsCancellationRequested || readers.All(reader => !reader.FindDifferences(result.Stored).Any()))
                return readers;
            await Task.Delay(LookEvery, cancellation);
        }
    }

    private async Task SellAsync(Shoppers shoppers, Waiters waiters, Payers payers, Operators operators, CancellationToken cancellation)
    {
        var log = new ChaosLog(console, journal);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var close = new CancellationTokenSource();
        await using var troubles = new ServerTroubles(servers, clusters, operators, products);
        var shopping = Task.WhenAll(shoppers.BuyAsync(close.Token, end.Token), waiters.WaitAsync(close.Token, end.Token));
        try
        {
            await Task.WhenAll(
                FollowAsync(plan.Faults, step => HitAsync(step, troubles, log, end.Token), log, end),
                FollowAsync(plan.Operations, step => OperateAsync(operators, step, log, end.Token), log, end));
            await fleet.ReadyAsync(end.Token);
            log.Tell("everything is up; whoever has a key asks until they know, and whoever waits comes in");
            await close.CancelAsync();
            await operators.LetInAsync(ChaosProduct.Lined, Waiters.AtOnce, end.Token);
            await shopping.WaitAsync(Patience, end.Token);

            log.Tell("the rest is sold");
            await Task.WhenAll(products.Select(product => product.HasRoom
                ? waiters.BuyOutAsync(end.Token)
                : shoppers.BuyOutAsync(product, () => operators.ResumeAsync(product.ProductId, end.Token), end.Token))).WaitAsync(PatienceToSellOut, end.Token);
            log.Tell("sold out; whoever has an order by a key, or has paid, asks once more");
            await shoppers.AskAgainAsync(journal.Buys, end.Token).WaitAsync(PatienceToSellOut, end.Token);
            await payers.AskAgainAsync(journal.Purchases, end.Token).WaitAsync(PatienceToSellOut, end.Token);
            log.Tell("waiting for quiet");
        }
        catch (TimeoutException failure)
        {
            throw new ToolFailedException("Shoppers did not hear in time, though everything was up.", failure);
        }
        finally
        {
            // Nobody buys any more when this is left, however it is left.
            await close.CancelAsync();
            await end.CancelAsync();
            await shopping.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Does the steps one after the other, each at its time or, when the one before took too long, at once after it.</summary>
    private static async Task FollowAsync<TStep>(IReadOnlyList<TStep> steps, Func<TStep, Task> doAsync, ChaosLog log, CancellationTokenSource end)
        where TStep : ChaosStep
    {
        try
        {
            foreach (var step in steps)
            {
                if (step.At > log.Elapsed)
                    await Task.Delay(step.At - log.Elapsed, end.Token);
                await doAsync(step);
            }
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }

    private async Task HitAsync(FaultStep step, ServerTroubles troubles, ChaosLog log, CancellationToken cancellation)
    {
        log.Tell(step.Text);
        await fleet.HitAsync(step, troubles, cancellation);
        await Task.Delay(step.Away, cancellation);
        var names = string.Join(" and ", step.Injected.Select(injected => injected.Component));
        log.Tell($"bring back {names}");
        await fleet.BringBackAsync(step, troubles, cancellation);
        log.Tell($"{names} ready");
    }

    private static async Task OperateAsync(Operators operators, ChaosStep step, ChaosLog log, CancellationToken cancellation)
    {
        log.Tell(step.Text);
        await operators.DoAsync(step, cancellation);
    }

    private async Task<ChaosResult> LookAsync(IReadOnlyList<ChaosSale> sales, CancellationToken cancellation)
    {
        await using var engine = new EngineAccess();
        var books = await AuditAsync(engine, cancellation);
        var stored = await StoredOrders.ReadAsync(engine.StoredOrders, sales, cancellation);
        return new()
        {
            Sales = sales,
            Journal = journal,
            Stored = stored,
            Events = await StoredOrders.ReadEventsAsync(engine.StoredOrders, sales, cancellation),
            Ledger = await LedgerOrders.ReadAsync(engine.Sales, sales, stored, cancellation),
            Books = books,
            DeadLetters = (await engine.DeadLetters.CountAsync(cancellation)).Letters,
            EndedByThemselves = fleet.EndedByThemselves,
        };
    }

    // Quiet: nothing is in flight, and the outbox is empty, too.
    private static async Task<IReadOnlyList<Books>> AuditAsync(EngineAccess engine, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var audit = await new AuditPoll(engine).RunAsync(productId: null, Patience, whenWaiting: null, cancellation);
            if (!audit.IsBalanced || audit.Books.All(books => books.Outbox == default) || patience.IsCancellationRequested)
                return audit.Books;
            await Task.Delay(LookEvery, cancellation);
        }
    }
}
