using System.Text;

namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The database: orders by id, each position of a sale once; each call one transaction.</summary>
internal sealed class SimulatedStore(World world)
{
    private readonly Dictionary<Guid, OrderRow> rows = [];
    private readonly Dictionary<(long Epoch, long Position), Guid> positions = [];
    private readonly Dictionary<string, HighWaterMark> marks = [];
    private long epochs;

    /// <summary>All orders stored, in the order in which they were.</summary>
    public List<OrderRow> Rows { get; } = [];

    /// <summary>The dead letters, each once.</summary>
    public Dictionary<string, DeadLetter> DeadLetters { get; } = [];

    /// <returns>Why nothing was stored; null when all is.</returns>
    public string? Insert(IReadOnlyList<OrderBatch> batches, IReadOnlyList<DeadLetter> letters)
    {
        var before = Rows.Count;
        foreach (var batch in batches)
            for (var i = 0; i < batch.Count; i++)
                if (InsertRow(new(batch.ProductId, batch.OrderIds[i], batch.Epoch, batch.FirstPosition + i, batch.ShopperIds[i], batch.Quantities[i])) is { } refusal)
                {
                    Undo(before);
                    return refusal;
                }

        world.Trace.Write(world.Now, $"store: {Rows.Count - before} new of {batches.Sum(batch => batch.Count)} orders");
        foreach (var row in Rows[before..])
            marks[row.ProductId] = Later(marks.GetValueOrDefault(row.ProductId), new(row.Epoch, row.Position));
        foreach (var letter in letters)
            Keep(letter);
        return null;
    }

    /// <summary>Numbers a new sale.</summary>
    public long CreateSale(long above) => epochs = Math.Max(epochs, above) + 1;

    /// <summary>How far the stored orders of a product have come.</summary>
    public HighWaterMark FindMark(string productId) => marks.GetValueOrDefault(productId);

    private void Keep(DeadLetter letter)
    {
        world.Trace.Write(world.Now, $"store: dead letter, {letter.Reason}: {Encoding.UTF8.GetString(letter.Body.Span)}");
        if (!world.Has(PlantedBug.DeadLetterLost))
            DeadLetters[letter.Fingerprint] = letter;
    }

    private string? InsertRow(OrderRow row)
    {
        if (Record.IsPoison(row.ShopperId))
            return $"{row.ShopperId} cannot be stored";
        if (rows.ContainsKey(row.OrderId) && !world.Has(PlantedBug.StoredTwice))
            return null;
        if (world.Has(PlantedBug.StoredAndLost) && world.Chance.OneIn(8))
            return null;
        if (positions.TryGetValue((row.Epoch, row.Position), out var other) && other != row.OrderId)
            return $"position {row.Position} of sale {row.Epoch} is taken";
        positions[(row.Epoch, row.Position)] = row.OrderId;
        rows[row.OrderId] = row;
        Rows.Add(row);
        return null;
    }

    private void Undo(int before)
    {
        foreach (var row in Rows[before..])
        {
            rows.Remove(row.OrderId);
            positions.Remove((row.Epoch, row.Position));
        }

        Rows.RemoveRange(before, Rows.Count - before);
    }

    private static HighWaterMark Later(HighWaterMark one, HighWaterMark other) => one > other ? one : other;
}
