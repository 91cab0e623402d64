using System.Text;

namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The database: orders by id, each position of a sale once; each call one transaction.</summary>
internal sealed class SimulatedStore(World world)
{
    private readonly Dictionary<Guid, OrderRow> rows = [];
    private readonly Dictionary<(long Epoch, long Position), Guid> positions = [];
    private readonly Dictionary<(long Epoch, long Seq), TransitionRow> transitions = [];
    private readonly Dictionary<Guid, SortedList<long, Transition>> histories = [];
    private readonly Dictionary<Guid, StoredState> last = []; // What the store was told last, if that is what it goes by.
    private readonly Dictionary<string, HighWaterMark> marks = [];
    private long epochs;

    /// <summary>All orders stored, in the order in which they were.</summary>
    public List<OrderRow> Rows { get; } = [];

    /// <summary>The dead letters, each once.</summary>
    public Dictionary<string, DeadLetter> DeadLetters { get; } = [];

    /// <summary>All transitions stored.</summary>
    public IReadOnlyDictionary<(long Epoch, long Seq), TransitionRow> Transitions => transitions;

    /// <returns>Why nothing was stored; null when all is.</returns>
    public string? Insert(IReadOnlyList<OrderBatch> batches, IReadOnlyList<TransitionBatch> changes, IReadOnlyList<DeadLetter> letters)
    {
        foreach (var row in changes.SelectMany(TransitionRow.Of))
            if (transitions.TryGetValue((row.Epoch, row.Seq), out var other) && other != row)
                return $"number {row.Seq} of sale {row.Epoch} is taken";

        var before = Rows.Count;
        foreach (var batch in batches)
            for (var i = 0; i < batch.Count; i++)
                if (InsertRow(RowAt(batch, i)) is { } refusal)
                {
                    Undo(before);
                    return refusal;
                }

        foreach (var batch in changes)
            foreach (var row in TransitionRow.Of(batch))
                InsertTransition(batch.ProductId, row);
        world.Trace.Write(world.Now, $"store: {Rows.Count - before} new of {batches.Sum(batch => batch.Count)} orders, {changes.Sum(batch => batch.Count)} transitions");
        foreach (var row in Rows[before..])
            marks[row.ProductId] = Later(marks.GetValueOrDefault(row.ProductId), new(row.Epoch, row.Position));
        foreach (var letter in letters)
            Keep(letter);
        return null;
    }

    /// <summary>How an order stands.</summary>
    public StoredState StateOf(OrderRow order)
    {
        var state = new StoredState(order.Position, order.IsHeld ? OrderStatus.Held : OrderStatus.Confirmed);
        if (world.Has(PlantedBug.StoredBackwards))
            return last.GetValueOrDefault(order.OrderId, state);
        return histories.GetValueOrDefault(order.OrderId, []).Aggregate(state, (before, transition) => before.After(transition.Key, transition.Value));
    }

    /// <summary>Numbers a new sale.</summary>
    public long CreateSale(long above) => epochs = Math.Max(epochs, above) + 1;

    /// <summary>How far the stored orders of a product have come.</summary>
    public HighWaterMark FindMark(string productId) => marks.GetValueOrDefault(productId);

    /// <summary>How much of a range of numbers is stored or in dead letters.</summary>
    public SettledRange FindSettled(SeqRange range)
    {
        if (world.Has(PlantedBug.ConfirmedTakenForStored))
            return new(range.Last, int.MaxValue, int.MaxValue);
        var dead = DeadLetters.Values.Select(letter => SeqRange.In(letter.Body)).OfType<SeqRange>().ToArray();
        var latest = positions.Keys.Concat(transitions.Keys).Where(key => key.Epoch == range.Epoch).Select(key => key.Item2).DefaultIfEmpty().Max();
        return new(Math.Min(range.Last, Dense(range.First - 1)), Dense(0), latest);

        long Dense(long seq)
        {
            while (IsSettled(new(range.Epoch, seq + 1, seq + 1)))
                seq++;
            return seq;
        }

        bool IsSettled(SeqRange one) =>
            positions.ContainsKey((one.Epoch, one.First)) || transitions.ContainsKey((one.Epoch, one.First)) || Array.Exists(dead, letter => letter.Contains(one));
    }

    private void Keep(DeadLetter letter)
    {
        world.Trace.Write(world.Now, $"store: dead letter, {letter.Reason}: {Encoding.UTF8.GetString(letter.Body.Span)}");
        if (!world.Has(PlantedBug.DeadLetterLost))
            DeadLetters[letter.Fingerprint] = letter;
    }

    private static OrderRow RowAt(OrderBatch batch, int i) => new(
        batch.ProductId, batch.OrderIds[i], batch.Epoch, batch.FirstPosition + i, batch.ShopperIds[i], batch.Quantities[i], batch.HeldUntil is not null);

    private void InsertTransition(string productId, TransitionRow row)
    {
        marks[productId] = Later(marks.GetValueOrDefault(productId), new(row.Epoch, row.Seq));
        if (!transitions.TryAdd((row.Epoch, row.Seq), row) || row.What.OrderId is not { } orderId)
            return;
        if (!histories.TryGetValue(orderId, out var history))
            histories.Add(orderId, history = []);
        history[row.Seq] = row.What;
        last[orderId] = last.GetValueOrDefault(orderId, new(0, OrderStatus.Held)).After(row.Seq, row.What);
    }

    private string? InsertRow(OrderRow row)
    {
        if (Record.IsPoison(row.ShopperId))
            return $"{row.ShopperId} cannot be stored";
        if (rows.TryGetValue(row.OrderId, out var known) && !world.Has(PlantedBug.StoredTwice))
            return known.Position == row.Position && known.Epoch == row.Epoch ? null : $"{row.OrderId} is stored already, and its id is taken";
        if (world.Has(PlantedBug.StoredAndLost) && world.Chance.OneIn(8))
            return null;
        if (positions.TryGetValue((row.Epoch, row.Position), out var other) && other != row.OrderId)
            return $"position {row.Position} of sale {row.Epoch} is taken";
        if (transitions.ContainsKey((row.Epoch, row.Position)))
            return $"number {row.Position} of sale {row.Epoch} is taken";
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
