namespace FlashFlow.Grains.Tests;

public sealed class ProductGrainTests() : ClusterTests(silos: 2)
{
    [Fact]
    public async Task A_batch_gets_the_answers_of_the_ledger_in_its_order()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 3, limitPerShopper: 2);
        var first = Buy(2, "ada");

        Assert.Equal(
            [new(OrderOutcome.Accepted, epoch, 1), new(OrderOutcome.LimitReached, epoch), new(OrderOutcome.SoldOut, epoch), new(OrderOutcome.Accepted, epoch, 2)],
            await BuyAsync(first, Buy(1, "ada"), Buy(2, "bob"), Buy(1, "cyd")));
        Assert.Equal(
            [new(OrderOutcome.Replayed, epoch, 1), new(OrderOutcome.KeyReused, epoch), new(OrderOutcome.StaleEpoch, epoch), new(OrderOutcome.SoldOut, epoch)],
            await BuyAsync(
                first with { MayBeReplay = true },
                first with { Quantity = 1, MayBeReplay = true },
                Buy() with { Epoch = epoch + 1, MayBeReplay = true },
                Buy()));
    }

    [Fact]
    public async Task A_sale_that_does_not_sell_says_why()
    {
        var epoch = (await Sale.StartAsync(Definition with { OpensAt = DateTimeOffset.UtcNow.AddHours(1) }, "ada"))!.Value;
        Assert.Equal(OrderOutcome.NotOpen, (await BuyAsync(Buy()))[0].Outcome);
        await Sale.DefineAsync(Definition, "ada");
        await Sale.SetStateAsync(epoch, SaleState.Paused, "ada");
        Assert.Equal(OrderOutcome.Paused, (await BuyAsync(Buy()))[0].Outcome);
        await Sale.SetStateAsync(epoch, SaleState.Closed, "ada");
        Assert.Equal(OrderOutcome.Closed, (await BuyAsync(Buy()))[0].Outcome);
    }

    [Fact]
    public async Task A_product_that_nobody_sells_is_unknown_until_somebody_does()
    {
        Assert.Equal([new(OrderOutcome.UnknownProduct), new(OrderOutcome.UnknownProduct)], await BuyAsync(Buy(), Buy()));

        await Sale.StartAsync(Definition, "ada");
        Assert.Equal(OrderOutcome.Accepted, (await BuyAsync(Buy()))[0].Outcome);
    }

    [Fact]
    public async Task A_product_that_nobody_sells_is_in_no_list_and_its_grain_leaves_soon()
    {
        Assert.Equal([new(OrderOutcome.UnknownProduct)], await BuyAsync(Buy()));
        Assert.DoesNotContain(Product, Listed());

        var management = Cluster.Client.GetGrain<IManagementGrain>(0);
        await Eventually.HoldsAsync("no grain of it", async () =>
            (await management.GetDetailedGrainStatistics()).All(grain => grain.GrainId != Grain.GetGrainId()), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_product_that_somebody_sells_is_listed_from_the_first_batch_on()
    {
        await BuyAsync(Buy());
        await Sale.StartAsync(Definition, "ada");
        await BuyAsync(Buy());

        Assert.Equal([Product], Listed());
    }

    [Fact]
    public async Task Batches_of_many_fronts_at_once_get_every_position_once()
    {
        await Sandbox.StartSaleAsync(Product, stock: 800);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => BuyAsync([.. Enumerable.Range(0, 25).Select(_ => Buy())])));

        var positions = answers.SelectMany(batch => batch).Where(result => result.HasOrder).Select(result => (int)result.Position).Order();
        Assert.Equal(Enumerable.Range(1, 800), positions);
        Assert.Equal(200, answers.SelectMany(batch => batch).Count(result => result.Outcome == OrderOutcome.SoldOut));
    }

    [Fact]
    public async Task G3_what_was_accepted_reaches_the_broker_and_leaves_the_outbox_when_it_is_stored()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await BuyAsync(Buy());

        await Eventually.SeesAsync("a message in the broker", Sandbox.Broker.CountReadyAsync, count => count == 1);
        await Sandbox.StoreOutboxAsync(Product);
        await Sandbox.WaitForEmptyOutboxAsync(Product);
    }

    [Fact]
    public async Task G4_a_retry_after_the_grain_moved_gets_the_same_order()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 1);
        var buy = Buy();
        await BuyAsync(buy);
        var before = FindHome();
        var elsewhere = Cluster.Silos.Single(silo => silo != before);

        await Cluster.MigrateAsync(Grain, elsewhere.SiloAddress);

        Assert.Equal([new(OrderOutcome.Replayed, epoch, 1), new(OrderOutcome.SoldOut, epoch)], await BuyAsync(buy with { MayBeReplay = true }, Buy()));
        Assert.Same(elsewhere, FindHome());
    }

    [Fact]
    public async Task G1_two_guards_of_one_product_at_once_sell_no_unit_twice()
    {
        await Sandbox.StartSaleAsync(Product, stock: 300);
        var guards = await Task.WhenAll(Cluster.Silos.Select(async silo =>
            (await silo.ServiceProvider.GetRequiredService<StockGuardFactory>().MakeAsync(Product))!));

        // As while two activations live for a moment: both sell, and the grain does, too.
        var buys = Enumerable.Range(0, 600).Select(i => (i % 3) switch
        {
            0 => Task.Run(async () => (await BuyAsync(Buy()))[0]),
            var guard => Task.Run(() => guards[guard - 1].DecideAsync(Buy()).AsTask()),
        });
        var results = await Task.WhenAll(buys);

        Assert.Equal(Enumerable.Range(1, 300), results.Where(result => result.HasOrder).Select(result => (int)result.Position).Order());
    }

    [Fact]
    public async Task G4_a_call_that_comes_after_its_deadline_is_not_carried_out_and_those_that_share_its_batch_are()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var now = (await Sandbox.FindLedgerTimeAsync()).ToUnixTimeMilliseconds();
        OrderOperation[] late = [Buy() with { Deadline = new(now - 1_000) }, Buy(20) with { Deadline = new(now - 1_000) }];
        OrderOperation[] inTime = [Buy() with { Deadline = new(now + 60_000, EarlierNotAfter: now + 50_000) }, Buy(20) with { Deadline = new(now + 60_000, now + 50_000) }];

        var results = await Task.WhenAll(BuyAsync(late), BuyAsync(inTime), BuyAsync(Buy()));

        Assert.Equal([OrderOutcome.Unavailable, OrderOutcome.Unavailable], results[0].Select(result => result.Outcome));
        Assert.Equal([OrderOutcome.Accepted, OrderOutcome.Unknown], results[1].Select(result => result.Outcome));
        Assert.Equal((OrderOutcome.Accepted, epoch), (results[2][0].Outcome, results[2][0].Epoch));
        Assert.Equal(2, (await Sandbox.Sales.FindAsync(Product))!.Accepted);
    }

    [Fact]
    public async Task G7_what_one_front_knows_of_the_ledger_holds_for_all()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var batch = OperationBatch.Pack(new(epoch, 5), [Buy()], traceParent: null);

        Assert.Equal(OrderOutcome.Suspended, (await Grain.DecideAsync(batch)).Unpack().Results[0].Outcome);
        Assert.Equal(OrderOutcome.Suspended, (await BuyAsync(Buy()))[0].Outcome);
    }

    [Fact]
    public async Task G3_an_outbox_whose_grain_is_gone_and_that_nobody_buys_from_is_swept()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.BuyAsync(Product, Buy(), Buy());

        await Eventually.SeesAsync("a message in the broker", Sandbox.Broker.CountReadyAsync, count => count == 1);
        await Sandbox.StoreOutboxAsync(Product);
        await Sandbox.WaitForEmptyOutboxAsync(Product);
        Assert.DoesNotContain(Product, Cluster.Silos.SelectMany(silo => silo.ServiceProvider.GetRequiredService<ActiveProducts>().Ids));
    }

    private IEnumerable<string> Listed() => Cluster.Silos.SelectMany(silo => silo.ServiceProvider.GetRequiredService<ActiveProducts>().Ids);
}
