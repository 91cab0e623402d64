using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Sales;

public sealed class SaleOfficeTests
{
    private static readonly SaleDefinition Definition = Sale().Definition;

    private readonly Journal journal = new();
    private readonly StandInSaleLedger ledger;
    private readonly StandInSaleStore store;
    private readonly SaleOffice office;

    public SaleOfficeTests()
    {
        ledger = new(journal);
        store = new(journal);
        office = new(store, ledger);
    }

    [Fact]
    public async Task A_new_sale_is_numbered_by_the_store_and_takes_the_place_of_the_one_that_the_ledger_has()
    {
        ledger.Sales[Product] = Sale(epoch: 7);
        Assert.Equal(8, await office.StartAsync(Definition, CancellationToken.None));
        Assert.Equal(["find phone", "create phone above 7", "open phone 8 in place of 7"], journal.Lines);
    }

    [Fact]
    public async Task The_first_sale_of_a_product_takes_no_place()
    {
        Assert.Equal(1, await office.StartAsync(Definition, CancellationToken.None));
        Assert.Equal(["find phone", "create phone above 0", "open phone 1 in place of 0"], journal.Lines);
    }

    [Fact]
    public async Task Of_two_sales_started_at_once_the_later_one_is_told()
    {
        store.Meanwhile = () => ledger.Sales[Product] = Sale(epoch: 3);
        Assert.Null(await office.StartAsync(Definition, CancellationToken.None));
        Assert.Equal(3, ledger.Sales[Product].Epoch);
    }

    [Fact]
    public async Task Without_the_store_no_sale_starts()
    {
        store.IsAway = true;
        await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => office.StartAsync(Definition, CancellationToken.None));
        Assert.Empty(ledger.Sales);
    }

    [Fact]
    public async Task Defining_a_product_for_the_first_time_starts_its_sale()
    {
        Assert.Equal(DefineOutcome.Started, await office.DefineAsync(Definition, CancellationToken.None));
        Assert.Equal(1, ledger.Sales[Product].Epoch);
    }

    [Fact]
    public async Task G7_a_sale_that_the_ledger_lost_does_not_start_anew_by_being_defined()
    {
        store.Marks[Product] = new(3, 1);
        Assert.Equal(DefineOutcome.LedgerIsLost, await office.DefineAsync(Definition, CancellationToken.None));
        Assert.Empty(ledger.Sales);
    }

    [Fact]
    public async Task Defining_a_product_for_the_first_time_twice_at_once_starts_one_sale()
    {
        store.Meanwhile = () => ledger.Sales[Product] = Sale(epoch: 3);
        Assert.Equal(DefineOutcome.Superseded, await office.DefineAsync(Definition, CancellationToken.None));
        Assert.Equal(3, ledger.Sales[Product].Epoch);
    }

    [Fact]
    public async Task Defining_it_again_changes_store_and_ledger_but_not_the_sale()
    {
        ledger.Sales[Product] = Sale();
        var dearer = Definition with { Price = 999, LimitPerShopper = 2 };
        Assert.Equal(DefineOutcome.Changed, await office.DefineAsync(dearer, CancellationToken.None));
        Assert.Equal(Sale() with { Definition = dearer }, ledger.Sales[Product]);
        Assert.Equal(["find phone", "write phone 7", "update phone"], journal.Lines);
    }

    [Fact]
    public async Task Defining_it_again_does_not_change_its_stock()
    {
        ledger.Sales[Product] = Sale();
        Assert.Equal(DefineOutcome.StockIsFixed, await office.DefineAsync(Definition with { Stock = 101 }, CancellationToken.None));
        Assert.Equal(["find phone"], journal.Lines);
    }

    [Fact]
    public async Task A_closed_sale_is_not_changed()
    {
        ledger.Sales[Product] = Sale() with { State = SaleState.Closed };
        Assert.Equal(DefineOutcome.Closed, await office.DefineAsync(Definition, CancellationToken.None));
        Assert.Equal(["find phone"], journal.Lines);
    }

    [Fact]
    public async Task A_sale_that_is_closed_meanwhile_is_not_changed()
    {
        ledger.Sales[Product] = Sale();
        store.Meanwhile = () => ledger.Sales[Product] = Sale() with { State = SaleState.Closed };
        Assert.Equal(DefineOutcome.Closed, await office.DefineAsync(Definition with { Price = 999 }, CancellationToken.None));
        Assert.Equal(Definition, ledger.Sales[Product].Definition);
    }
}
