using System.Collections.Concurrent;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Live;

/// <summary>What a front has heard of the stock of its products, and who waits to hear more.</summary>
public sealed class LiveStock
{
    private readonly ConcurrentDictionary<string, Product> products = new();

    /// <summary>Raised for each level that is later than what was known of its product.</summary>
    public event Action<StockLevel>? Changed;

    /// <summary>Takes in a level; one that is not later than what is known is passed over.</summary>
    public void Receive(StockLevel level)
    {
        if (products.GetOrAdd(level.ProductId, _ => new()).TryRaise(level))
            Changed?.Invoke(level);
    }

    /// <summary>The latest level heard of; null before the first.</summary>
    public StockLevel? Latest(string productId) => products.GetValueOrDefault(productId)?.Level;

    /// <summary>Ends when a level later than <paramref name="seen"/> has been heard of.</summary>
    public Task ChangeAsync(string productId, StockLevel? seen) => products.GetOrAdd(productId, _ => new()).ChangeAsync(seen);

    private sealed class Product
    {
        private readonly Lock gate = new();
        private TaskCompletionSource change = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StockLevel? Level { get; private set; }

        public bool TryRaise(StockLevel level)
        {
            lock (gate)
            {
                if (!level.IsLaterThan(Level))
                    return false;
                Level = level;
                change.SetResult();
                change = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return true;
            }
        }

        public Task ChangeAsync(StockLevel? seen)
        {
            lock (gate)
                return Level is not null && Level.IsLaterThan(seen) ? Task.CompletedTask : change.Task;
        }
    }
}
