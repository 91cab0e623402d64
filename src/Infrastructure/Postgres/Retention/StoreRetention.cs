using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres.Retention;

/// <summary>
/// Lets go of what is not to be kept any more, a part of the store at a time. A sale that is on sale, or of which something may still change or is
/// not told yet, keeps its part. Several processes at once do no harm: they take turns.
/// </summary>
/// <remarks>
/// All of it goes by the clock of PostgreSQL. It throws <see cref="SaleStoreUnavailableException"/> when PostgreSQL is away, refuses, or is in
/// use by somebody who takes long, such as an export: nobody is kept waiting for it for more than a second.
/// </remarks>
public sealed class StoreRetention(NpgsqlDataSource source, StoreOptions options)
{
    /// <summary>Begins a new part where the last is old enough, and drops those of which nothing is to be kept.</summary>
    /// <returns>The sales that are not kept any more.</returns>
    public async Task<IReadOnlyList<PrunedSale>> RunAsync(CancellationToken cancellation)
    {
        if (options.KeepDays is not { } days)
            return [];
        await PostgresQuestions.AskAsync(async () =>
        {
            await using var open = Statement("SELECT open_store_part($1)", options.PartAge);
            return await open.ExecuteScalarAsync(cancellation);
        });
        var pruned = new List<PrunedSale>();
        while (await PruneAsync(days, cancellation) is { Count: > 0 } part)
            pruned.AddRange(part);
        return pruned;
    }

    private Task<IReadOnlyList<PrunedSale>> PruneAsync(int days, CancellationToken cancellation) => PostgresQuestions.AskAsync(() =>
        Statement("SELECT product_id, epoch, orders, units, transitions, untold FROM prune_store($1)", TimeSpan.FromDays(days)).ListAsync(
            row => new PrunedSale(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5)), cancellation));

    // It reads all that it drops once.
    private NpgsqlCommand Statement(string text, TimeSpan age)
    {
        var command = source.Statement(text, age);
        command.CommandTimeout = 0;
        return command;
    }
}
