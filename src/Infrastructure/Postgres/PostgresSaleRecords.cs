using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Sales;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The sale_records table: the record of each product's current sale as one JSON document.</summary>
internal sealed class PostgresSaleRecords(NpgsqlDataSource source, PostgresOptions options) : ISaleRecords
{
    /// <inheritdoc/>
    public Task<SaleRecord?> FindAsync(string productId) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var command = source.Statement("SELECT record FROM sale_records WHERE product_id = $1", productId);
        return Read(await command.ExecuteScalarAsync());
    });

    /// <inheritdoc/>
    public Task ChangeAsync(string productId, Func<SaleRecord?, SaleRecord?> change) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var add = new NpgsqlCommand("INSERT INTO sale_records (product_id) VALUES ($1) ON CONFLICT DO NOTHING", connection).With(productId))
            await add.ExecuteNonQueryAsync();

        await using var find = new NpgsqlCommand("SELECT record FROM sale_records WHERE product_id = $1 FOR UPDATE", connection).With(productId);
        if (change(Read(await find.ExecuteScalarAsync())) is { } changed)
        {
            await using var write = new NpgsqlCommand("UPDATE sale_records SET record = $2 WHERE product_id = $1", connection).With(
                productId,
                new NpgsqlParameter { Value = JsonSerializer.Serialize(changed, SaleRecordJson.Default.SaleRecord), NpgsqlDbType = NpgsqlDbType.Jsonb });
            await write.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return true;
    });

    private static SaleRecord? Read(object? record) =>
        record is string json ? JsonSerializer.Deserialize(json, SaleRecordJson.Default.SaleRecord) : null;
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(SaleRecord))]
internal sealed partial class SaleRecordJson : JsonSerializerContext;
