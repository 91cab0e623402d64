using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Supervisor.Servers;
using Npgsql;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class SchemaTests : SandboxTests
{
    private const long Scripts = 10;

    [Fact]
    public async Task Records_that_silos_kept_as_grain_state_are_taken_over_and_never_over_newer_ones()
    {
        await ExecuteAsync("""
            DROP TABLE schema_versions;
            CREATE TABLE grain_states (service_id text, grain_type text, key_text text, payload bytea, modified_at timestamptz DEFAULT now());
            INSERT INTO grain_states VALUES
                ('flashflow', 'PubSubRendezvousGrain', 'stock-news/stock/phone', 'no record'),
                ('flashflow', 'sale', 'phone', convert_to('{"Record":{"Epoch":7,"Definition":{"ProductId":"phone","Name":"Phone","Price":0,"Stock":5,"LimitPerShopper":0,"OpensAt":null,"ClosesAt":null},"State":"Paused","History":[{"At":"2026-01-01T00:00:00+00:00","Operator":"ada","What":"started","Units":5}]}}', 'utf8'))
            """);
        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);

        var record = (await Sandbox.Office.FindRecordAsync("phone"))!;
        Assert.Equal((7, SaleState.Paused, "ada"), (record.Epoch, record.State, Assert.Single(record.History).Operator));

        await Sandbox.StartSaleAsync("phone", stock: 1);
        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);
        Assert.Equal("test", Assert.Single((await Sandbox.Office.FindRecordAsync("phone"))!.History).Operator);
    }

    [Fact]
    public async Task Each_script_is_applied_once_and_noted()
    {
        Assert.Equal("0001_tables.sql, 0002_transitions.sql, 0003_feed.sql, 0004_webhooks.sql, 0005_forgotten_shoppers.sql, 0006_retention.sql, 0007_carts.sql, 0008_rooms.sql, 0009_settled.sql, 0010_replays.sql", await ReadAsync("SELECT string_agg(scriptname, ', ' ORDER BY scriptname) FROM schema_versions"));

        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);
        Assert.Equal(Scripts, await ReadAsync("SELECT count(*) FROM schema_versions"));
    }

    // What versions made that had no journal: the same tables, and no journal.
    [Fact]
    public async Task G3_a_database_that_was_made_without_a_journal_is_taken_over_with_all_that_is_in_it()
    {
        var batch = SampleBatch.Of(await Sandbox.StartSaleAsync("phone", stock: 5), first: 1, count: 3);
        await Sandbox.Orders.StoreAsync([batch], [], [new("x"u8.ToArray(), "a reason", FirstSeen: null)], CancellationToken.None);
        var before = await ReadAsync(Contents);
        await ExecuteAsync("DROP TABLE schema_versions");

        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);

        Assert.Equal(before, await ReadAsync(Contents));
        Assert.Equal(batch.OrderIds.Order(), (await Sandbox.StoredOrderIdsAsync()).Order());
        Assert.Equal(Scripts, await ReadAsync("SELECT count(*) FROM schema_versions"));
    }

    [Fact]
    public async Task G3_a_store_that_is_to_be_pruned_becomes_its_first_part_with_all_that_is_in_it()
    {
        var (sold, held) = (SampleBatch.Of(await Sandbox.StartSaleAsync("phone", stock: 5), first: 1, count: 2), SampleBatch.Held(epoch: 1_000, first: 1, count: 2));
        var paid = SampleBatch.Transitions(1_000, 3, SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Confirmed));
        await Sandbox.Orders.StoreAsync([sold, held], [paid], [], CancellationToken.None);
        var before = await ReadAsync(Rows);
        Assert.Equal("r", await ReadAsync("SELECT relkind::text FROM pg_class WHERE oid = 'orders'::regclass"));

        await Sandbox.PruneAsync(keepDays: 30);

        Assert.Equal("p", await ReadAsync("SELECT relkind::text FROM pg_class WHERE oid = 'orders'::regclass"));
        Assert.Equal(before, await ReadAsync(Rows));
        await Sandbox.Orders.StoreAsync([sold, held], [paid], [], CancellationToken.None);
        Assert.Equal(before, await ReadAsync(Rows));
        await Assert.ThrowsAsync<OrderRejectedException>(() => Sandbox.Orders.StoreAsync([SampleBatch.Of(1_000, first: 1, count: 1)], [], [], CancellationToken.None));
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(2_000, first: 1, count: 1)], [], [], CancellationToken.None);
        await ExecuteAsync("DROP TABLE schema_versions");
        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);
        Assert.Equal(5L, await ReadAsync("SELECT count(*) FROM orders"));
    }

    // A row of a sale without holds is as large as before: its NULLs fit into the header.
    [Fact]
    public async Task An_order_that_was_sold_at_once_is_as_large_as_before_there_were_holds()
    {
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch: 1, first: 1, count: 1)], [], [], CancellationToken.None);
        const string size = "SELECT pg_column_size(orders.*) FROM orders";
        var with = await ReadAsync(size);
        Assert.Equal(8L, await ReadAsync("SELECT count(*) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0"));

        await ExecuteAsync("CREATE TABLE before AS SELECT accepted_at, order_id, epoch, position, quantity, shopper_id FROM orders");
        Assert.Equal(await ReadAsync("SELECT pg_column_size(before.*) FROM before"), with);
    }

    [Fact]
    public async Task Ten_that_prepare_at_once_apply_each_script_once()
    {
        (string Name, string Text)[] scripts = [("9001_more.sql", "CREATE TABLE more (n integer); INSERT INTO more SELECT 1 FROM pg_sleep(0.05)")];
        await using var other = NpgsqlDataSource.Create(Sandbox.PostgresWith(settings => settings.MaxPoolSize = 10));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            PostgresSchema.PrepareAsync(i % 2 == 0 ? Sandbox.Database : other, scripts, CancellationToken.None))).Within("ten preparations");

        Assert.Equal(1L, await ReadAsync("SELECT count(*) FROM more"));
        Assert.Equal(Scripts + 1, await ReadAsync("SELECT count(*) FROM schema_versions"));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_half_done_and_is_applied_when_it_is_mended()
    {
        (string, string) good = ("9001_good.sql", "CREATE TABLE good (n integer)");
        (string, string) bad = ("9002_bad.sql", "CREATE TABLE bad (n integer);\n\nINSERT INTO bad VALUES (1);\n\nINSERT INTO bad VALUES ('x');");

        var failure = await Assert.ThrowsAsync<PostgresException>(() => PostgresSchema.PrepareAsync(Sandbox.Database, [good, bad], CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.InvalidTextRepresentation, failure.SqlState);
        Assert.Equal(true, await ReadAsync($"SELECT to_regclass('good') IS NULL AND to_regclass('bad') IS NULL AND (SELECT count(*) FROM schema_versions) = {Scripts}"));

        await PostgresSchema.PrepareAsync(Sandbox.Database, [good, ("9002_bad.sql", "CREATE TABLE bad (n integer)")], CancellationToken.None);
        Assert.Equal(true, await ReadAsync($"SELECT to_regclass('good') IS NOT NULL AND to_regclass('bad') IS NOT NULL AND (SELECT count(*) FROM schema_versions) = {Scripts + 2}"));
    }

    [Fact]
    public async Task A_database_that_may_only_be_read_is_ready_when_no_script_is_missing()
    {
        await using var readOnly = NpgsqlDataSource.Create(Sandbox.PostgresWith(settings => settings.Options = "-c default_transaction_read_only=on"));

        await PostgresSchema.PrepareAsync(readOnly, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<PostgresException>(() =>
            PostgresSchema.PrepareAsync(readOnly, [("9001_more.sql", "CREATE TABLE more (n integer)")], CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, failure.SqlState);
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_as_PostgreSQL_being_away()
    {
        await using var away = NpgsqlDataSource.Create(Sandbox.PostgresWith(settings => (settings.Host, settings.Port) = ("127.0.0.1", FreePort.Find())));

        var failure = await Assert.ThrowsAnyAsync<NpgsqlException>(() => PostgresSchema.PrepareAsync(away, CancellationToken.None));
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task G3_every_connection_waits_for_the_disk_whatever_the_servers_default_is()
    {
        await using var command = Sandbox.Database.CreateCommand("SELECT current_setting('synchronous_commit') || ' ' || (SELECT source FROM pg_settings WHERE name = 'synchronous_commit')");
        Assert.Equal("on client", await command.ExecuteScalarAsync());
    }

    private const string Rows = "SELECT (SELECT json_agg(orders ORDER BY epoch, position)::text FROM orders) || (SELECT json_agg(order_events ORDER BY epoch, seq)::text FROM order_events)";

    // Every row of every table but the journal, as one text.
    private const string Contents = """
        SELECT (SELECT json_agg(sales ORDER BY epoch)::text FROM sales) || (SELECT json_agg(orders ORDER BY position)::text FROM orders)
            || (SELECT json_agg(sale_records)::text FROM sale_records) || (SELECT json_agg(dead_letters)::text FROM dead_letters)
            || (SELECT last_value FROM sale_epochs)
        """;

    private async Task<object?> ReadAsync(string question)
    {
        await using var command = Sandbox.Database.CreateCommand(question);
        return await command.ExecuteScalarAsync();
    }

    private async Task ExecuteAsync(string statements)
    {
        await using var command = Sandbox.Database.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }
}
