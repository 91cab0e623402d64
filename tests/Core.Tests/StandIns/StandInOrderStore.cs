using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A store that refuses orders of no units, and that can be away for some tries.</summary>
public sealed class StandInOrderStore(Journal journal) : IOrderStore
{
    private readonly List<DeadLetter> letters = [];

    /// <summary>How many tries from now on find it away.</summary>
    public int AwayFor { get; set; }

    /// <summary>How many tries from now on are refused, whatever they bring.</summary>
    public int RefuseFor { get; set; }

    public IReadOnlyList<(string Body, string Reason)> Letters =>
        [.. letters.Select(letter => (Encoding.UTF8.GetString(letter.Body.Span), letter.Reason))];

    public IReadOnlyList<(DateTimeOffset? FirstSeen, int Attempts)> Pasts => [.. letters.Select(letter => (letter.FirstSeen, letter.Attempts))];

    public Task StoreAsync(
        IReadOnlyList<OrderBatch> batches,
        IReadOnlyList<TransitionBatch> transitions,
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var what = string.Join(' ', [.. batches.Select(Positions), .. transitions.Select(Numbers), .. letters.Select(_ => "letter")]);
        if (AwayFor > 0)
        {
            AwayFor--;
            journal.Write($"away {what}");
            throw new StoreUnavailableException("no connection", new IOException());
        }

        if (RefuseFor > 0 || batches.Any(batch => batch.Quantities.Contains(0)) || transitions.Any(batch => batch.Events.Any(IsBad)))
        {
            RefuseFor = Math.Max(0, RefuseFor - 1);
            journal.Write($"refuse {what}");
            throw new OrderRejectedException("an order of 0 units", new InvalidDataException());
        }

        journal.Write($"commit {what}");
        this.letters.AddRange(letters);
        return Task.CompletedTask;
    }

    // Each happens to an order here.
    private static bool IsBad(Transition transition) => transition.Quantity == 0;

    private static string Numbers(TransitionBatch batch) =>
        batch.Count == 1 ? $"t{batch.FirstSeq}" : $"t{batch.FirstSeq}-{batch.FirstSeq + batch.Count - 1}";

    private static string Positions(OrderBatch batch) =>
        batch.Count == 1 ? $"{batch.FirstPosition}" : $"{batch.FirstPosition}-{batch.FirstPosition + batch.Count - 1}";
}
