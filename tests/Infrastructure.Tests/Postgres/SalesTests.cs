namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class SalesTests : SandboxTests
{
    private static readonly SaleDefinition Plain = new() { ProductId = "phone", Name = "Phone", Stock = 5 };

    private static readonly SaleDefinition Holding = Plain with
    {
        Price = 499.5m,
        Currency = Currency.Find("EUR"),
        HoldSeconds = 120,
        HoldMaxSeconds = 600,
        CancelUntil = DateTimeOffset.UnixEpoch.AddYears(60),
        ReturnAfterSeconds = 90,
    };

    // G7: a ledger is rebuilt from it.
    [Fact]
    public async Task A_sale_is_found_as_it_was_defined()
    {
        Assert.Equal(Plain, (await FindAsync(await CreateAsync(Plain))).Definition);
        Assert.Equal(Holding, (await FindAsync(await CreateAsync(Holding))).Definition);
    }

    [Fact]
    public async Task A_sale_is_found_as_it_was_noted_last()
    {
        var epoch = await CreateAsync(Plain);
        await Sandbox.SaleStore.NoteAsync(Sale(epoch, Holding), CancellationToken.None);
        Assert.Equal(Holding, (await FindAsync(epoch)).Definition);
        await Sandbox.SaleStore.NoteAsync(Sale(epoch, Plain), CancellationToken.None);
        Assert.Equal(new(Plain, Added: 3, SaleState.Paused), await FindAsync(epoch));
    }

    private static Sale Sale(long epoch, SaleDefinition definition) => new()
    {
        Epoch = epoch, Definition = definition, State = SaleState.Paused, Added = 3, Remaining = 8, Accepted = 0, Orders = 0, Seq = 2, Changes = 2,
    };

    private Task<long> CreateAsync(SaleDefinition definition) => Sandbox.SaleStore.CreateAsync(definition, above: 0, CancellationToken.None);

    private async Task<StoredSale> FindAsync(long epoch) => (await Sandbox.SaleStore.FindAsync(epoch, CancellationToken.None))!;
}
