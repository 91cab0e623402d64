using System.Diagnostics;
using FlashFlow.Operator.Audit;
using FlashFlow.Operator.Engine;
using Spectre.Console;

namespace FlashFlow.Operator.Demo.Holds;

/// <summary>
/// Sells 100 units to three times as many people, of whom a third never pays: what they leave goes to those who keep asking, until
/// everything is paid for.
/// </summary>
internal sealed class HoldsRun(EngineAccess engine, IAnsiConsole console, Uri url)
{
    private const int Stock = 100;
    private const int Shoppers = 300;
    private const int OneNeverPaysOf = 3;

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PatienceWithBooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    /// <exception cref="DemoRefusedException">The front is not there, or not for a demo.</exception>
    public async Task<HoldsResult> RunAsync(CancellationToken cancellation)
    {
        using var front = new HoldsFront(url);
        var epoch = await front.StartAsync(Stock, Hold, cancellation);
        console.WriteLine($"{Stock} units of '{HoldsFront.ProductId}' on sale, each held for {Hold.TotalSeconds:0} s; {Shoppers} people come, and every third never pays");

        var journal = new HoldsJournal(Stock);
        var began = Stopwatch.GetTimestamp();
        await ShopAsync(front, journal, cancellation);
        var took = Stopwatch.GetElapsedTime(began);

        console.WriteLine("waiting for the books ...");
        var audit = await new AuditPoll(engine).RunAsync(HoldsFront.ProductId, PatienceWithBooks, whenWaiting: null, cancellation);
        return new()
        {
            Epoch = epoch,
            Stock = Stock,
            Shoppers = Shoppers,
            NeverPaying = Enumerable.Range(1, Shoppers).Count(number => !Pays(number)),
            Record = journal.ToRecord(),
            Took = took,
            Books = audit.Books,
        };
    }

    private async Task ShopAsync(HoldsFront front, HoldsJournal journal, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(Patience);
        var crowd = Task.WhenAll(Enumerable.Range(1, Shoppers)
            .Select(number => new HoldsShopper(number, Pays(number), front, journal, Hold).ShopAsync(over.Token, cancellation)));
        var end = Task.WhenAny(crowd, journal.AllPaid);
        for (var second = 1; await Task.WhenAny(end, Task.Delay(TellEvery, cancellation)) != end; second++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tell(second, journal.ToRecord());
        }

        await over.CancelAsync();
        await crowd;
    }

    private void Tell(int second, HoldsRecord record) =>
        console.WriteLine($"  {second} s: {record.Held.Count:N0} holds, {record.Paid.Count:N0} paid for");

    private static bool Pays(int number) => number % OneNeverPaysOf != 0;
}
