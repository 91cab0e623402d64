namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A store that is asked which numbers it has.</summary>
public sealed class StandInSettledNumbers : ISettledNumbers
{
    private readonly HashSet<(long Epoch, long Seq)> settled = [];

    public bool IsAway { get; set; }

    /// <summary>Fingerprints of dead letters.</summary>
    public HashSet<string> Letters { get; } = [];

    /// <summary>The ranges that it was asked about, question by question.</summary>
    public List<IReadOnlyList<SeqRange>> Questions { get; } = [];

    /// <summary>Has these numbers of the sale by now.</summary>
    public void Settle(params IEnumerable<int> numbers) => SettleOf(Samples.Epoch, numbers);

    /// <summary>Has these numbers of a sale by now.</summary>
    public void SettleOf(long epoch, params IEnumerable<int> numbers) => settled.UnionWith(numbers.Select(number => (epoch, (long)number)));

    public Task<IReadOnlyList<SettledRange>> FindAsync(IReadOnlyList<SeqRange> ranges, CancellationToken cancellation)
    {
        if (IsAway)
            throw new SaleStoreUnavailableException("the store is away");
        if (ranges.Count > 0)
            Questions.Add(ranges);
        return Task.FromResult<IReadOnlyList<SettledRange>>([.. ranges.Select(range => new SettledRange(
            Math.Min(range.Last, DenseFrom(range.Epoch, range.First)), DenseFrom(range.Epoch, 1), Latest(range.Epoch)))]);
    }

    public Task<IReadOnlySet<string>> FindLettersAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellation) => IsAway
        ? throw new SaleStoreUnavailableException("the store is away")
        : Task.FromResult<IReadOnlySet<string>>(fingerprints.Intersect(Letters).ToHashSet());

    private long DenseFrom(long epoch, long first)
    {
        while (settled.Contains((epoch, first)))
            first++;
        return first - 1;
    }

    private long Latest(long epoch) => settled.Where(number => number.Epoch == epoch).Select(number => number.Seq).DefaultIfEmpty().Max();
}
