using FlashFlow.Core.Live;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Rooms;

namespace FlashFlow.WebFront.Products;

/// <summary>
/// One product that is watched at this front. All its watchers share what is heard of it and the looks at the ledger: news tell what was
/// sold, and the looks tell what nobody sends news of, such as another window, a suspension or its end, and whatever news were lost.
/// </summary>
internal sealed class LiveProduct : IDisposable
{
    // At most ten changes a second, and fewer where thousands watch: what is written to them takes the processor from buys.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan PausePerWatcher = TimeSpan.FromMicroseconds(200);

    // Every change is seen within a second: this or the pause, whichever is longer, and the time that a look takes.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(600);

    // After a silence the present is shown again, so that a watcher knows that it goes on.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly SaleReader reader;
    private readonly RoomDesk rooms;
    private readonly LiveStock live;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource nobodyWatches = new();
    private readonly CancellationToken end;
    private readonly Lock gate = new();
    private TaskCompletionSource change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Sale sale;
    private DateTimeOffset asOf;
    private RoomView? line;
    private long lookedAt;
    private long triedAt;
    private long shownAt;

    public LiveProduct(Sale sale, DateTimeOffset asOf, RoomView? line, SaleReader reader, RoomDesk rooms, LiveStock live, TimeProvider time, ILogger logger)
    {
        ProductId = sale.Definition.ProductId;
        (this.sale, this.asOf, this.line, this.reader, this.rooms, this.live, this.time, this.logger) = (sale, asOf, line, reader, rooms, live, time, logger);
        lookedAt = triedAt = shownAt = time.GetTimestamp();
        end = nobodyWatches.Token;
        Present = new(View(Now));
    }

    public string ProductId { get; }

    /// <summary>How many watch it; the feed counts.</summary>
    public int Watchers { get; set; }

    /// <summary>What watchers see now.</summary>
    public LiveEvent Present { get; private set; }

    /// <summary>Whether it was looked at lately, so that a new watcher need not look.</summary>
    public bool IsCurrent => time.GetElapsedTime(Volatile.Read(ref lookedAt)) < 2 * LookEvery;

    // The ledger's clock, which was read with the sale and is carried on by a clock that nobody sets.
    private DateTimeOffset Now => asOf + time.GetElapsedTime(lookedAt);

    /// <summary>
    /// The line before a sale, as events show it: as it is now, since the next look may be a second away, and without the moment, or it would be
    /// news each time; null where there is none.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">Nobody can say.</exception>
    public static async Task<RoomView?> LookAtLineAsync(Sale sale, RoomDesk rooms)
    {
        var productId = sale.Definition.ProductId;
        return sale.Definition.Room is not null && await rooms.LookNowAsync(productId) is { } room
            ? RoomView.Of(productId, room, rooms.AdmittedLately(productId)) with { AsOf = null }
            : null;
    }

    /// <summary>Ends when there is another event to send than <paramref name="seen"/>.</summary>
    public Task ChangeAsync(LiveEvent seen)
    {
        lock (gate)
            return Present == seen ? change.Task : Task.CompletedTask;
    }

    /// <summary>Follows the product until it is disposed of.</summary>
    public async Task RunAsync()
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(PauseOf(Watchers), time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await live.ChangeAsync(ProductId, Heard()).WaitAsync(UntilNextLook(), time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested)
                return;
            if (UntilNextLook() == TimeSpan.Zero || live.Latest(ProductId)?.Epoch > sale.Epoch)
                await LookAsync();
            Show();
        }
    }

    public void Dispose()
    {
        nobodyWatches.Cancel();
        nobodyWatches.Dispose();
    }

    private async Task LookAsync()
    {
        triedAt = time.GetTimestamp();
        try
        {
            var look = await reader.LookAsync(ProductId);
            // A sale that was there and is gone sells nothing until somebody has looked at it (G7).
            sale = look.Sale ?? sale with { Suspension = look.Suspension ?? new(default, default, look.AsOf) };
            asOf = look.AsOf;
            line = await LookAtLineAsync(sale, rooms);
            Volatile.Write(ref lookedAt, time.GetTimestamp());
        }
        catch (Exception failure)
        {
            logger.LogDebug(failure, "Watchers of {Product} see what was last known until the next look", ProductId);
        }
    }

    private StockLevel Heard() => live.Latest(ProductId) is { } latest && latest.Epoch == sale.Epoch && latest.IsLaterThan(sale.Level) ? latest : sale.Level;

    private static TimeSpan PauseOf(int watchers) => TimeSpan.FromTicks(Math.Clamp(watchers * PausePerWatcher.Ticks, LeastPause.Ticks, MostPause.Ticks));

    // The next look, or the moment at which the sale opens or closes by itself.
    private TimeSpan UntilNextLook()
    {
        var (now, wait) = (Now, LookEvery - time.GetElapsedTime(triedAt));
        foreach (var moment in new[] { sale.Definition.OpensAt, sale.Definition.ClosesAt })
            if (moment > now && moment - now < wait)
                wait = moment.Value - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Show()
    {
        var view = View(Now);
        if (view == Present.View && time.GetElapsedTime(shownAt) < Silence)
            return;
        shownAt = time.GetTimestamp();
        lock (gate)
        {
            Present = new(view);
            change.SetResult();
            change = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private LiveView View(DateTimeOffset now) => LiveView.Of(sale, Heard(), now, line);
}
