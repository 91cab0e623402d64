using System.Collections.Concurrent;

namespace FlashFlow.Grains;

/// <summary>The products whose guards live in this silo.</summary>
public sealed class ActiveProducts
{
    private readonly ConcurrentDictionary<string, int> activations = new();

    /// <summary>In order of their ids.</summary>
    public IReadOnlyList<string> Ids =>
        [.. activations.Where(product => product.Value > 0).Select(product => product.Key).Order(StringComparer.Ordinal)];

    internal void Add(string productId) => activations.AddOrUpdate(productId, 1, (_, count) => count + 1);

    // A guard may leave after its successor has come.
    internal void Remove(string productId) => activations.AddOrUpdate(productId, 0, (_, count) => count - 1);
}
