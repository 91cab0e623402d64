using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class SchemaTests : SandboxTests
{
    [Fact]
    public async Task Records_that_silos_kept_as_grain_state_are_taken_over_and_never_over_newer_ones()
    {
        await ExecuteAsync("""
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
    public async Task G3_every_connection_waits_for_the_disk_whatever_the_servers_default_is()
    {
        await using var command = Sandbox.Database.CreateCommand("SELECT current_setting('synchronous_commit') || ' ' || (SELECT source FROM pg_settings WHERE name = 'synchronous_commit')");
        Assert.Equal("on client", await command.ExecuteScalarAsync());
    }

    private async Task ExecuteAsync(string statements)
    {
        await using var command = Sandbox.Database.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }
}
