using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Sales;

public sealed class SaleOfficeTests
{
    private static readonly SaleDefinition Definition = Sale().Definition;

    private readonly Journal journal = new();
    private readonly StandInSaleLedger ledger;
    private readonly StandInSaleStore store;
    private readonly StandInSaleRecords records = new();
    private readonly RecordingLogger<SaleOffice> log = new();
    private readonly ManualTimeProvider time = new();
    private readonly Journal news = new();
    private readonly SaleOffice office;

    public SaleOfficeTests()
    {
        ledger = new(journal);
        store = new(journal);
        var announcer = new StockAnnouncer(new StandInNews(news), time, NullLogger<StockAnnouncer>.Instance);
        office = new(store, ledger, records, new(ledger, store, records), announcer, time, log);
    }

    [Fact]
    public async Task A_new_sale_is_numbered_by_the_store_and_takes_the_place_of_the_one_that_the_ledger_has()
    {
        ledger.Sales[Product] = Sale(epoch: 7);
        Assert.Equal(8, await office.StartAsync(Definition, "ada"));
        Assert.Equal(["find phone", "last epoch", "create phone above 7", "open phone 8 in place of 7"], journal.Lines.Take(4));
    }

    [Fact]
    public async Task The_first_sale_of_a_product_takes_no_place()
    {
        Assert.Equal(1, await office.StartAsync(Definition, "ada"));
        Assert.Equal(["find phone", "last epoch", "create phone above 0", "open phone 1 in place of 0"], journal.Lines.Take(4));
    }

    [Fact]
    public async Task Of_two_sales_started_at_once_the_later_one_is_told()
    {
        store.Meanwhile = () => ledger.Sales[Product] = Sale(epoch: 3);
        Assert.Null(await office.StartAsync(Definition, "ada"));
        Assert.Equal(3, ledger.Sales[Product].Epoch);
    }

    [Fact]
    public async Task Without_the_store_no_sale_starts()
    {
        store.IsAway = true;
        await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => office.StartAsync(Definition, "ada"));
        Assert.Empty(ledger.Sales);
    }

    [Fact]
    public async Task Defining_a_product_for_the_first_time_starts_its_sale()
    {
        Assert.Equal(DefineOutcome.Started, await office.DefineAsync(Definition, "ada"));
        Assert.Equal(1, ledger.Sales[Product].Epoch);
    }

    [Fact]
    public async Task G7_a_sale_that_the_ledger_lost_does_not_start_anew_by_being_defined()
    {
        store.Marks[Product] = new(3, 1);
        Assert.Equal(DefineOutcome.LedgerIsLost, await office.DefineAsync(Definition, "ada"));
        Assert.Empty(ledger.Sales);
    }

    [Fact]
    public async Task Defining_a_product_for_the_first_time_twice_at_once_starts_one_sale()
    {
        store.Meanwhile = () => ledger.Sales[Product] = Sale(epoch: 3);
        Assert.Equal(DefineOutcome.Superseded, await office.DefineAsync(Definition, "ada"));
        Assert.Equal(3, ledger.Sales[Product].Epoch);
    }

    [Fact]
    public async Task Defining_it_again_changes_ledger_and_store_but_not_the_sale()
    {
        ledger.Sales[Product] = Sale();
        var dearer = Definition with { Price = 999, LimitPerShopper = 2 };
        Assert.Equal(DefineOutcome.Changed, await office.DefineAsync(dearer, "ada"));
        Assert.Equal(Sale() with { Definition = dearer, Changes = 1 }, ledger.Sales[Product]);
        Assert.Equal(["find phone", "update phone"], journal.Lines.Take(2));
        Assert.Single(store.Notes);
    }

    [Fact]
    public async Task Defining_it_again_does_not_change_its_stock()
    {
        ledger.Sales[Product] = Sale();
        Assert.Equal(DefineOutcome.StockIsFixed, await office.DefineAsync(Definition with { Stock = 101 }, "ada"));
        Assert.Equal(["find phone"], journal.Lines);
    }

    [Fact]
    public async Task A_closed_sale_is_not_changed()
    {
        ledger.Sales[Product] = Sale() with { State = SaleState.Closed };
        Assert.Equal(DefineOutcome.Closed, await office.DefineAsync(Definition, "ada"));
        Assert.Equal(["find phone"], journal.Lines);
    }

    [Fact]
    public async Task A_sale_that_is_closed_meanwhile_is_not_changed()
    {
        ledger.Sales[Product] = Sale();
        ledger.OnFound = () => ledger.Sales[Product] = Sale() with { State = SaleState.Closed };
        Assert.Equal(DefineOutcome.Closed, await office.DefineAsync(Definition with { Price = 999 }, "ada"));
        Assert.Equal(Definition, ledger.Sales[Product].Definition);
    }

    [Fact]
    public async Task A_definition_that_meets_a_later_sale_leaves_it_as_it_is()
    {
        ledger.Sales[Product] = Sale();
        ledger.OnFound = () => ledger.Sales[Product] = Sale(epoch: 8);
        Assert.Equal(DefineOutcome.Superseded, await office.DefineAsync(Definition with { Price = 999 }, "ada"));
        Assert.Equal(Definition, ledger.Sales[Product].Definition);
    }

    [Fact]
    public async Task The_record_tells_who_did_what_and_when()
    {
        var start = time.GetUtcNow();
        await office.StartAsync(Definition, "ada");
        time.Advance(1_000);
        await office.SetStateAsync(Product, epoch: 1, SaleState.Paused, "bob");
        await office.RestockAsync(Product, epoch: 1, 20, key: null, "bob");
        await office.SetStateAsync(Product, epoch: 1, SaleState.Open, "ada");
        var cheaper = Definition with { Price = 1 };
        await office.DefineAsync(cheaper, "ada");
        await office.SetStateAsync(Product, epoch: 1, SaleState.Closed, "ada");

        var record = (await office.FindRecordAsync(Product))!;
        Assert.Equal((1, cheaper, SaleState.Closed), (record.Epoch, record.Definition, record.State));
        var later = start.AddSeconds(1);
        Assert.Equal(
            [
                new(start, "ada", "started", 100), new(later, "bob", "paused"), new(later, "bob", "restocked", 20),
                new(later, "ada", "resumed"), new(later, "ada", "defined"), new(later, "ada", "closed"),
            ],
            record.History);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_recorded()
    {
        await office.StartAsync(Definition, "ada");
        Assert.Equal(SaleChange.Repeated, await office.SetStateAsync(Product, epoch: 1, SaleState.Open, "bob"));
        Assert.Equal(SaleChange.UnknownProduct, await office.RestockAsync("tablet", epoch: 1, 1, key: null, "bob"));
        Assert.Single(records.Records[Product].History);
        Assert.DoesNotContain("tablet", records.Records.Keys);
    }

    [Fact]
    public async Task A_new_sale_begins_a_new_record()
    {
        await office.StartAsync(Definition, "ada");
        await office.SetStateAsync(Product, epoch: 1, SaleState.Closed, "ada");
        await office.StartAsync(Definition with { Stock = 5 }, "bob");

        var record = records.Records[Product];
        Assert.Equal((2, 5, SaleState.Open), (record.Epoch, record.Definition.Stock, record.State));
        Assert.Equal("bob", Assert.Single(record.History).Operator);
    }

    [Theory]
    [InlineData("restocked")]
    [InlineData("paused")]
    public async Task A_change_made_for_an_earlier_sale_leaves_the_later_one_and_its_record_as_they_are(string what)
    {
        ledger.Sales[Product] = Sale();
        await office.StartAsync(Definition, "ada");
        var (later, recorded) = (ledger.Sales[Product], records.Records[Product]);

        Assert.Equal(SaleChange.Superseded, what == "restocked"
            ? await office.RestockAsync(Product, Epoch, 20, key: null, "bob")
            : await office.SetStateAsync(Product, Epoch, SaleState.Paused, "bob"));

        Assert.Equal(later, ledger.Sales[Product]);
        Assert.Same(recorded, records.Records[Product]);
    }

    [Fact]
    public async Task A_change_that_a_new_sale_follows_at_once_is_not_written_into_its_record()
    {
        ledger.Sales[Product] = Sale();
        ledger.Meanwhile = () => ledger.Sales[Product] = Sale(epoch: 8);

        Assert.Equal(SaleChange.Done, await office.SetStateAsync(Product, Epoch, SaleState.Closed, "ada"));

        Assert.Empty(records.Records);
        Assert.Empty(store.Notes);
    }

    [Fact]
    public async Task A_change_of_a_sale_without_a_record_begins_one()
    {
        ledger.Sales[Product] = Sale();
        await office.SetStateAsync(Product, Epoch, SaleState.Paused, "ada");
        var record = records.Records[Product];
        Assert.Equal((Epoch, Definition, SaleState.Paused), (record.Epoch, record.Definition, record.State));
        Assert.Equal("paused", Assert.Single(record.History).What);
    }

    [Fact]
    public async Task A_change_whose_record_cannot_be_written_is_made_all_the_same_and_recorded_later()
    {
        ledger.Sales[Product] = Sale();
        records.IsAway = true;
        Assert.Equal(SaleChange.Done, await office.RestockAsync(Product, Epoch, 20, key: null, "ada"));
        Assert.Equal(120, ledger.Sales[Product].Remaining);
        Assert.Equal(["ada has restocked phone (20 units); it will be recorded when the store answers again"], log.Messages);

        records.IsAway = false;
        Assert.Equal("restocked", Assert.Single((await office.FindRecordAsync(Product))!.History).What);
        Assert.Empty(ledger.Unrecorded[Product]);
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("closed")]
    [InlineData("restocked")]
    [InlineData("defined")]
    public async Task Nothing_but_a_new_sale_needs_the_store(string what)
    {
        ledger.Sales[Product] = Sale();
        store.IsAway = records.IsAway = true;

        switch (what)
        {
            case "restocked":
                Assert.Equal(SaleChange.Done, await office.RestockAsync(Product, Epoch, 20, key: null, "ada"));
                break;
            case "defined":
                Assert.Equal(DefineOutcome.Changed, await office.DefineAsync(Definition with { Price = 999 }, "ada"));
                break;
            default:
                var state = what == "paused" ? SaleState.Paused : SaleState.Closed;
                Assert.Equal(SaleChange.Done, await office.SetStateAsync(Product, Epoch, state, "ada"));
                break;
        }

        store.IsAway = records.IsAway = false;
        Assert.Equal(what, Assert.Single((await office.FindRecordAsync(Product))!.History).What);
    }

    [Fact]
    public async Task A_new_sale_is_numbered_above_every_sale_that_the_ledger_knows()
    {
        ledger.Sales["tablet"] = Sale("tablet", epoch: 12);
        Assert.Equal(13, await office.StartAsync(Definition, "ada"));
    }

    [Fact]
    public async Task Fronts_hear_of_a_change_at_once()
    {
        ledger.Sales[Product] = Sale();
        await office.RestockAsync(Product, Epoch, 20, key: null, "ada");
        await news.ReadsAsync("news phone 7.1 120 Open");
    }
}
