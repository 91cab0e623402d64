using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Sales;

public sealed class SaleRecorderTests
{
    private static readonly SaleEvent Paused = new(DateTimeOffset.UnixEpoch, "ada", "paused");

    private readonly StandInSaleLedger ledger = new(new());
    private readonly StandInSaleStore store = new(new());
    private readonly StandInSaleRecords records = new();
    private readonly SaleRecorder recorder;

    public SaleRecorderTests() => recorder = new(ledger, store, records);

    [Fact]
    public async Task What_was_changed_while_the_store_was_away_is_recorded_in_order_once()
    {
        await ChangeAsync();
        store.IsAway = true;
        await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => recorder.RecordAllAsync(CancellationToken.None));
        store.IsAway = false;

        await recorder.RecordAllAsync(CancellationToken.None);
        await recorder.RecordAllAsync(CancellationToken.None);

        Assert.Equal(["paused", "restocked"], records.Records[Product].History.Select(change => change.What));
        Assert.Equal((Epoch, 5, SaleState.Paused), store.Notes[^1]);
        Assert.Empty(ledger.Unrecorded[Product]);
    }

    [Fact]
    public async Task What_was_recorded_by_a_process_that_died_before_it_could_say_so_is_not_recorded_twice()
    {
        await ChangeAsync();
        var notes = ledger.Unrecorded[Product].ToArray();
        await recorder.RecordAsync(Product);
        ledger.Unrecorded[Product].AddRange(notes);

        await recorder.RecordAsync(Product);

        Assert.Equal(2, records.Records[Product].History.Count);
    }

    [Fact]
    public async Task What_changes_while_it_is_written_is_written_after_it()
    {
        await ChangeAsync();

        // Another process resumes the sale, records that and is overtaken by this one, which has read the pause.
        ledger.OnFound = () => ledger.Sales[Product] = ledger.Sales[Product] with { State = SaleState.Open, Changes = 3 };
        await recorder.RecordAsync(Product);

        Assert.Equal(SaleState.Open, store.Notes[^1].State);
        Assert.Equal(SaleState.Open, records.Records[Product].State);
    }

    [Fact]
    public async Task A_change_of_a_sale_that_another_one_has_followed_is_forgotten()
    {
        await ChangeAsync();
        ledger.Sales[Product] = Sale(epoch: Epoch + 1);

        await recorder.RecordAsync(Product);

        Assert.Empty(records.Records);
        Assert.Empty(ledger.Unrecorded[Product]);
    }

    private async Task ChangeAsync()
    {
        ledger.Sales[Product] = Sale();
        await ledger.SetStateAsync(Product, Epoch, SaleState.Paused, Paused);
        await ledger.RestockAsync(Product, Epoch, 5, key: null, Paused with { What = "restocked", Units = 5 });
    }
}
