using FlashFlow.Core.Outbox;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Says which transitions are stored or put aside, from what the feed has told and, where it stands still, from the tables.</summary>
internal sealed class PostgresSettledNumbers(NpgsqlDataSource source, PostgresOptions options) : ISettledNumbers
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SettledRange>> FindAsync(IReadOnlyList<SeqRange> ranges, CancellationToken cancellation) => ranges.Count == 0
        ? []
        : await PostgresQuestions.AskAsync(options, () => source
            .Statement(
                """
                SELECT through, dense, latest
                FROM unnest($1, $2, $3) WITH ORDINALITY AS asked (epoch, first, last, n)
                CROSS JOIN LATERAL settled_in(epoch, first, last)
                ORDER BY n
                """,
                Column(ranges.Select(range => range.Epoch)), Column(ranges.Select(range => range.First)), Column(ranges.Select(range => range.Last)))
            .ListAsync(row => new SettledRange(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> FindLettersAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellation) =>
        PostgresQuestions.AskAsync<IReadOnlySet<string>>(options, async () => (await source
            .Statement("SELECT letter_id FROM dead_letters WHERE letter_id = ANY ($1)", (object)fingerprints.ToArray())
            .ListAsync(row => row.GetString(0), cancellation)).ToHashSet());

    private static NpgsqlParameter Column(IEnumerable<long> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}
