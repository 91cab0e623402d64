using FlashFlow.Chaos.Verdict;
using Shop;

namespace FlashFlow.Chaos.Watchers;

/// <summary>What a shop has made of what it was told, against what is stored.</summary>
/// <param name="Source">What it was told by.</param>
/// <param name="Defect">What it missed; null: nothing.</param>
/// <param name="Orders">Its table.</param>
internal sealed record ReaderMatch(string Source, string? Defect, IReadOnlyDictionary<Guid, FeedConsumer.Order> Orders)
{
    /// <summary>Where the two differ; nothing when they are the same.</summary>
    public IEnumerable<string> FindDifferences(IReadOnlyList<StoredOrder> stored)
    {
        if (Defect is not null)
            yield return $"{Source}: {Defect}";
        foreach (var row in stored)
            if (!Orders.TryGetValue(row.OrderId, out var order))
                yield return $"{row} was not told by {Source}";
            else if (Text(row) != Text(order))
                yield return $"by {Source} it is {order}, and stored is {row}";
        if (Orders.Count > stored.Count)
            yield return $"{Source} has told of {Orders.Count:N0} orders, and {stored.Count:N0} are stored";
    }

    private static string Text(StoredOrder row) => Text(
        row.Epoch, row.Position, row.ShopperId, row.Quantity, row.State?.Status.ToString().ToLowerInvariant() ?? "confirmed", row.State?.PaymentRef, row.State?.Cancelled ?? 0);

    private static string Text(FeedConsumer.Order order) =>
        Text(order.Epoch, order.Position, order.ShopperId ?? "", order.Quantity, order.Status, order.PaymentRef, order.Cancelled);

    private static string Text(long epoch, long position, string shopperId, int quantity, string? status, string? paymentRef, int cancelled) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{epoch} {position} {shopperId} {quantity} {status} {paymentRef} {cancelled}");
}
