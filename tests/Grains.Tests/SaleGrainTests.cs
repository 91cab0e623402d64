namespace FlashFlow.Grains.Tests;

public sealed class SaleGrainTests() : ClusterTests(silos: 2)
{
    [Fact]
    public async Task The_record_of_a_sale_survives_the_whole_cluster()
    {
        var definition = Definition with { Price = 9.5m, LimitPerShopper = 2, OpensAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var epoch = (await Sale.StartAsync(definition, "ada"))!.Value;
        await Sale.RestockAsync(epoch, 20, key: null, "bob");
        await Sale.SetStateAsync(epoch, SaleState.Paused, "ada");
        var before = (await Sale.FindRecordAsync())!;

        await ReplaceClusterAsync();

        var record = (await Sale.FindRecordAsync())!;
        Assert.Equal((epoch, definition, SaleState.Paused), (record.Epoch, record.Definition, record.State));
        Assert.Equal([("ada", "started", 100), ("bob", "restocked", 20), ("ada", "paused", 0)],
            record.History.Select(change => (change.Operator, change.What, change.Units)));
        Assert.Equal(before.History, record.History);
        Assert.Equal(SaleChange.Done, await Sale.SetStateAsync(epoch, SaleState.Open, "bob"));
        Assert.Equal(4, (await Sale.FindRecordAsync())!.History.Count);
    }

    [Fact]
    public async Task A_product_without_a_sale_has_no_record()
    {
        Assert.Null(await Sale.FindRecordAsync());
        Assert.Equal(SaleChange.UnknownProduct, await Sale.RestockAsync(epoch: 0, 1, key: null, "ada"));
        Assert.Equal(SaleChange.UnknownProduct, await Sale.SetStateAsync(epoch: 0, SaleState.Paused, "ada"));
    }

    [Fact]
    public async Task Every_outcome_of_a_definition_is_told()
    {
        Assert.Equal(DefineOutcome.Started, await Sale.DefineAsync(Definition, "ada"));
        Assert.Equal(DefineOutcome.Changed, await Sale.DefineAsync(Definition with { Price = 1 }, "ada"));
        Assert.Equal(DefineOutcome.StockIsFixed, await Sale.DefineAsync(Definition with { Stock = 1 }, "ada"));
        var epoch = (await Sale.FindRecordAsync())!.Epoch;
        await Sale.SetStateAsync(epoch, SaleState.Closed, "ada");
        Assert.Equal(DefineOutcome.Closed, await Sale.DefineAsync(Definition, "ada"));
    }

    [Fact]
    public async Task A_call_made_for_an_earlier_sale_changes_nothing_of_the_later_one()
    {
        var earlier = (await Sale.StartAsync(Definition, "ada"))!.Value;
        var epoch = (await Sale.StartAsync(Definition, "ada"))!.Value;

        Assert.Equal(SaleChange.Superseded, await Sale.RestockAsync(earlier, 5, key: null, "bob"));
        Assert.Equal(SaleChange.Superseded, await Sale.SetStateAsync(earlier, SaleState.Closed, "bob"));

        var sale = (await Sandbox.Sales.FindAsync(Product))!;
        Assert.Equal((epoch, 100, SaleState.Open), (sale.Epoch, sale.Remaining, sale.State));
        Assert.Single((await Sale.FindRecordAsync())!.History);
    }

    [Fact]
    public async Task A_change_whose_record_cannot_be_written_is_made_and_recorded_when_it_can()
    {
        var epoch = (await Sale.StartAsync(Definition, "ada"))!.Value;
        await RenameAsync("sale_records", "out_of_reach");

        Assert.Equal(SaleChange.Done, await Sale.RestockAsync(epoch, 5, key: null, "bob"));
        Assert.Equal(105, (await Sandbox.Sales.FindAsync(Product))!.Remaining);
        await RenameAsync("out_of_reach", "sale_records");

        // By the silos' own service: nobody asks for it.
        await Eventually.SeesAsync("nothing left to record", () => Sandbox.Sales.ListUnrecordedAsync(Product), changes => changes.Count == 0);
        Assert.Equal(["started", "restocked"], (await Sale.FindRecordAsync())!.History.Select(change => change.What));
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_reaches_the_operator_as_that()
    {
        await Sale.StartAsync(Definition, "ada");
        await RenameAsync("sales", "out_of_reach");

        var failure = await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => Sale.StartAsync(Definition, "ada"));
        Assert.StartsWith("PostgreSQL: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restock_ends_the_sold_out_answer_of_the_guard_at_once()
    {
        var epoch = (await Sale.StartAsync(Definition with { Stock = 1 }, "ada"))!.Value;
        Assert.Equal([OrderOutcome.Accepted, OrderOutcome.SoldOut], (await BuyAsync(Buy(), Buy())).Select(result => result.Outcome));

        await Sale.RestockAsync(epoch, 1, key: null, "ada");

        // The guard would remember for ten.
        await Eventually.HoldsAsync("a sale after the restock", async () => (await BuyAsync(Buy()))[0].HasOrder, TimeSpan.FromSeconds(9));
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var rename = Sandbox.Database.CreateCommand($"ALTER TABLE {from} RENAME TO {to}");
        await rename.ExecuteNonQueryAsync();
    }
}
