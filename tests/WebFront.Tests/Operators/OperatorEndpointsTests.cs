namespace FlashFlow.WebFront.Tests.Operators;

public abstract class OperatorEndpointsTests(SharedFront shared) : SharedFrontTests(shared)
{
    private static readonly (string Key, string Value)[] Sweeping =
        [("FlashFlow:Relay:SweepIntervalMilliseconds", "100"), ("FlashFlow:Relay:SweepMinAgeMilliseconds", "0")];

    public static TheoryData<string, string> CallsOnASale => new()
    {
        { "POST", "restock" },
        { "POST", "pause" },
        { "POST", "resume" },
        { "POST", "close" },
        { "GET", "audit" },
    };

    public static TheoryData<string> BadProductIds => new("Phone", "a%20b", "a%0ab", "a%2Fb", "%C3%A4", "a:b", "a*", "-a", ".a", "_a", new string('a', 65), new string('a', 4_000));

    [Fact]
    public async Task A_product_is_put_on_sale()
    {
        var answer = await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });

        var epoch = (await SaleAsync()).Epoch;
        IsSale(answer, 201, Text(epoch, "Phone", "open", initial: 10, added: 0, remaining: 10));
        Assert.Equal($"/products/{Product}", answer.Headers.Location?.OriginalString);
        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task The_same_definition_again_changes_nothing()
    {
        var sale = new { name = "Phone", stock = 10, price = 9.5m, limitPerShopper = 2, opensAt = "2026-01-01T00:00:00Z", closesAt = "2999-01-01T00:00:00Z" };
        (await Front.DefineAsync(Product, sale)).Is(201);
        await Front.BuyAsync(Product);
        var before = await Footprint.OfAsync(Sandbox, Product);

        IsSale(await Front.DefineAsync(Product, sale), 200, Text(before.Sale!.Epoch, "Phone", "open", initial: 10, added: 0, remaining: 9, price: "9.5"));

        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    [Fact]
    public async Task Name_price_window_and_limit_of_a_running_sale_change()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, price = 9.5m, limitPerShopper = 2, closesAt = "2999-01-01T00:00:00Z" });
        await Front.BuyAsync(Product, quantity: 2);
        var before = await SaleAsync();

        var answer = await Front.DefineAsync(Product, new { name = "Telephone", stock = 10, price = 8, limitPerShopper = 3, opensAt = "2026-01-01T00:00:00Z" });

        IsSale(answer, 200, Text(before.Epoch, "Telephone", "open", initial: 10, added: 0, remaining: 8, price: "8"));
        var changed = before.Definition with
        {
            Name = "Telephone",
            Price = 8,
            LimitPerShopper = 3,
            OpensAt = DateTimeOffset.Parse("2026-01-01T00:00:00Z", null),
            ClosesAt = null,
        };
        Assert.Equal(before with { Definition = changed, Changes = 1, Seq = before.Seq + 1 }, await SaleAsync());
        (await Front.BuyAsync(Product)).IsOrder(202, Product);
        (await Front.BuyAsync(Product)).IsProblem(409, "limit_reached");
    }

    [Fact]
    public async Task The_stock_of_a_running_sale_is_fixed()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });

        await IsRefusedAsync(409, "stock_is_fixed", () => Front.DefineAsync(Product, new { name = "Telephone", stock = 11 }));
    }

    [Fact]
    public async Task A_reset_starts_a_new_sale()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, limitPerShopper = 2 });
        await Front.BuyAsync(Product, quantity: 2);
        var first = (await SaleAsync()).Epoch;

        var answer = await Front.DefineAsync(Product, new { name = "Phone", stock = 7, limitPerShopper = 2 }, reset: true);

        var second = (await SaleAsync()).Epoch;
        Assert.True(second > first);
        IsSale(answer, 201, Text(second, "Phone", "open", initial: 7, added: 0, remaining: 7));
        Assert.Equal([new EndedSale(first, Orders: 1, Units: 2)], await Sandbox.Sales.ListEndedAsync(Product));
        (await Front.BuyAsync(Product, quantity: 2)).IsOrder(202, Product);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_definition_that_names_a_sale_changes_no_later_one(bool reset)
    {
        var first = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await SaleAsync();

        await IsRefusedAsync(409, "superseded", () => Front.DefineAsync(Product, new { name = "Telephone", stock = 10 }, reset, first));
        await IsRefusedAsync(409, "superseded", () => Front.DefineAsync($"{Product}.new", new { name = "Telephone", stock = 10 }, reset, first));
        Assert.Equal(before, await SaleAsync());
        Assert.Null(await Sandbox.Sales.FindAsync($"{Product}.new"));

        (await Front.DefineAsync(Product, new { name = "Telephone", stock = 10 }, reset, before.Epoch)).Is(reset ? 201 : 200);
        Assert.Equal("Telephone", (await SaleAsync()).Definition.Name);
    }

    [Fact]
    public async Task A_reset_of_a_product_that_has_no_sale_yet_starts_its_first()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 7 }, reset: true)).Is(201);

        Assert.Equal(7, (await SaleAsync()).Remaining);
    }

    [Fact]
    public async Task A_reset_ends_the_sold_out_answer_at_once()
    {
        await Sandbox.StartSaleAsync(Product, stock: 0);
        (await Front.BuyAsync(Product)).IsProblem(409, "sold_out");

        (await Front.DefineAsync(Product, new { name = "Phone", stock = 1 }, reset: true)).Is(201);

        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task Of_definitions_at_the_same_time_one_starts_the_sale()
    {
        for (var round = 0; round < 5; round++)
        {
            var product = $"{Product}.{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
                (i % 2 == 0 ? Front : OtherFront).DefineAsync(product, new { name = $"Phone {i}", stock = 10 })));

            var created = Assert.Single(answers, answer => answer.Status == 201).Json;
            foreach (var answer in answers.Where(answer => answer.Status != 201))
            {
                if (answer.Status == 409)
                    answer.IsProblem(409, "superseded");
                else
                    answer.Is(200);
            }

            var sale = (await Sandbox.Sales.FindAsync(product))!;
            Assert.Equal(created.GetProperty("epoch").GetInt64(), sale.Epoch);
            Assert.Equal(10, sale.Remaining);
            Assert.Empty(await Sandbox.Sales.ListEndedAsync(product));
        }
    }

    [Fact]
    public async Task Definitions_of_many_products_at_the_same_time_start_each_its_sale()
    {
        const int Products = 30; // Sales are numbered one after the other, and who waits for a second is told to come again.
        var answers = await Task.WhenAll(Enumerable.Range(0, Products).Select(i =>
            (i % 2 == 0 ? Front : OtherFront).DefineAsync($"{Product}.{i}", new { name = "Phone", stock = i })));

        Assert.Equal(Products, answers.Select(answer => answer.Is(201).GetProperty("epoch").GetInt64()).Distinct().Count());
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("")]
    [InlineData("1")]
    public async Task A_reset_that_is_neither_true_nor_false_is_refused(string reset)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "bad_request", () => Front.OperateAsync(
            HttpMethod.Put, $"/products/{Product}?reset={reset}", RunningFront.Json(new { name = "Phone", stock = 10 })));
    }

    [Fact]
    public async Task Restocking_adds_units()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Front.BuyAsync(Product, quantity: 4);

        IsSale(await Front.RestockAsync(Product, new { units = 5 }), 200, Text(epoch, Product, "open", initial: 10, added: 5, remaining: 11));
        IsSale(await Front.RestockAsync(Product, new { units = 5 }), 200, Text(epoch, Product, "open", initial: 10, added: 10, remaining: 16));
    }

    [Fact]
    public async Task Restocking_ends_the_sold_out_answer_at_once()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        for (var round = 0; round < 10; round++)
        {
            (await Front.BuyAsync(Product)).IsOrder(202, Product);
            (await Front.BuyAsync(Product)).IsProblem(409, "sold_out");

            (await Front.RestockAsync(Product, new { units = 1 })).Is(200);
        }
    }

    [Fact]
    public async Task Restocking_ends_the_sold_out_answer_of_another_front()
    {
        await Sandbox.StartSaleAsync(Product, stock: 0);
        (await OtherFront.BuyAsync(Product)).IsProblem(409, "sold_out");

        (await Front.RestockAsync(Product, new { units = 1 })).Is(200);

        await Eventually.SeesAsync("a buy at the other front", () => OtherFront.BuyAsync(Product), buy => buy.Status == 202);
    }

    [Fact]
    public async Task Restocking_twice_with_one_key_adds_units_once_at_any_front()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var once = Text(epoch, Product, "open", initial: 10, added: 5, remaining: 15);

        IsSale(await Front.RestockAsync(Product, new { units = 5 }, key: "truck-1"), 200, once);
        IsSale(await Front.RestockAsync(Product, new { units = 5 }, key: "truck-1"), 200, once);
        IsSale(await OtherFront.RestockAsync(Product, new { units = 5 }, key: "truck-1"), 200, once);
        IsSale(await Front.RestockAsync(Product, new { units = 1 }, key: "truck-2"), 200, Text(epoch, Product, "open", 10, added: 6, remaining: 16));
    }

    [Fact]
    public async Task A_call_that_names_an_earlier_sale_is_refused_and_one_that_names_the_present_one_is_done()
    {
        var earlier = await Sandbox.StartSaleAsync(Product, stock: 10);
        (await Front.RestockAsync(Product, new { units = 5 }, key: "truck-1", epoch: earlier)).Is(200);
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(409, "superseded", () => Front.RestockAsync(Product, new { units = 5 }, key: "truck-1", epoch: earlier));
        foreach (var call in new[] { "pause", "resume", "close" })
            await IsRefusedAsync(409, "superseded", () => Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/{call}?epoch={earlier}"));

        IsSale(await Front.RestockAsync(Product, new { units = 5 }, key: "truck-1", epoch: epoch), 200, Text(epoch, Product, "open", 10, added: 5, remaining: 15));
        IsSale(await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause?epoch={epoch}"), 200, Text(epoch, Product, "paused", 10, 5, 15));
        await IsRefusedAsync(400, "bad_request", () => Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume?epoch=the-last"));
    }

    [Fact]
    public async Task A_sale_is_not_restocked_beyond_the_most_units_and_the_key_of_the_attempt_is_free_again()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);

        await IsRefusedAsync(422, "invalid_quantity", () => Front.RestockAsync(Product, new { units = 1_000_000_000 }, key: "truck"));
        (await Front.RestockAsync(Product, new { units = 999_999_999 }, key: "truck")).Is(200);
        Assert.Equal(1_000_000_000, (await SaleAsync()).Remaining);
    }

    [Fact]
    public async Task The_history_of_a_sale_tells_who_changed_it_and_when()
    {
        var before = DateTimeOffset.UtcNow;
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause");
        await OtherFront.RestockAsync(Product, new { units = 5 }, key: "truck-1");
        await OtherFront.RestockAsync(Product, new { units = 5 }, key: "truck-1");
        await OtherFront.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume");

        var history = (await Front.OperateAsync(HttpMethod.Get, $"/products/{Product}/history")).Is(200).EnumerateArray().ToList();

        Assert.Equal(
            [("started", 10), ("paused", 0), ("restocked", 5), ("resumed", 0)],
            history.Select(change => (change.GetProperty("what").GetString(), change.GetProperty("units").GetInt32())));
        Assert.All(history, change => Assert.Equal("operator", change.GetProperty("operator").GetString()));
        var times = history.Select(change => change.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[0], before, DateTimeOffset.UtcNow);
        (await Front.GetAsync($"/products/{Product}/history")).IsProblem(401, "operator_key_required");
        (await Front.OperateAsync(HttpMethod.Get, "/products/ghost/history")).IsProblem(404, "unknown_product");
    }

    [Fact]
    public async Task A_paused_sale_sells_nothing_until_it_is_resumed()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);

        IsSale(await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause"), 200, Text(epoch, Product, "paused", 10, 0, 10));
        await IsRefusedAsync(409, "paused", () => Front.BuyAsync(Product));
        await IsRefusedAsync(409, "paused", () => OtherFront.BuyAsync(Product, key: "k"));

        IsSale(await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume"), 200, Text(epoch, Product, "open", 10, 0, 10));
        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task A_closed_sale_stays_closed_until_a_new_one_starts()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);

        var closed = Text(epoch, Product, "closed", 10, 0, 10);
        IsSale(await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close"), 200, closed);
        IsSale(await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close"), 200, closed);
        await IsRefusedAsync(409, "closed", () => Front.BuyAsync(Product));
        await IsRefusedAsync(409, "closed", () => Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume"));
        await IsRefusedAsync(409, "closed", () => Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause"));
        await IsRefusedAsync(409, "closed", () => Front.RestockAsync(Product, new { units = 1 }));
        await IsRefusedAsync(409, "closed", () => Front.DefineAsync(Product, new { name = "Telephone", stock = 10 }));

        (await Front.DefineAsync(Product, new { name = Product, stock = 10 }, reset: true)).Is(201);
        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task G6_the_audit_shows_the_books_of_every_sale_of_the_product()
    {
        var first = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Front.BuyAsync(Product, quantity: 4);
        var second = (await Front.DefineAsync(Product, new { name = "Phone", stock = 7 }, reset: true)).Is(201).GetProperty("epoch").GetInt64();
        await Front.BuyAsync(Product, quantity: 2);
        await Front.BuyAsync(Product, quantity: 3);
        await Front.RestockAsync(Product, new { units = 1 });

        (await Front.AuditAsync(Product)).Is(200, $$"""
            [
            {"productId":"{{Product}}","epoch":{{second}},"isCurrent":true,"initial":7,"added":1,"returned":0,"remaining":3,"held":0,"due":0,"lapsed":0,"sold":5,
            "accepted":{"orders":2,"units":5},"outbox":{"orders":2,"units":5},"inFlight":{"orders":2,"units":5},"broker":{"orders":0,"units":0},
            "stored":{"orders":0,"units":0},"dead":{"orders":0,"units":0},
            "transitions":{"seq":3,"outbox":3,"stored":0,"dead":0,"discarded":0,"lost":0,"inFlight":3},"lost":0,"suspended":null,
            "discarded":{"orders":0,"units":0},"stockGap":0,"isAtRest":false,"isBalanced":false,"imbalance":null},
            {"productId":"{{Product}}","epoch":{{first}},"isCurrent":false,"initial":0,"added":0,"returned":0,"remaining":0,"held":0,"due":0,"lapsed":0,"sold":4,
            "accepted":{"orders":1,"units":4},"outbox":{"orders":1,"units":4},"inFlight":{"orders":1,"units":4},"broker":{"orders":0,"units":0},
            "stored":{"orders":0,"units":0},"dead":{"orders":0,"units":0},"transitions":null,"lost":0,"suspended":null,
            "discarded":{"orders":0,"units":0},"stockGap":0,"isAtRest":false,"isBalanced":false,"imbalance":null}
            ]
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task G6_the_audit_of_a_sale_that_sold_nothing_is_balanced()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.AuditAsync(Product)).Is(200, $$"""
            [{"productId":"{{Product}}","epoch":{{epoch}},"isCurrent":true,"initial":10,"added":0,"returned":0,"remaining":10,"held":0,"due":0,"lapsed":0,"sold":0,
            "accepted":{"orders":0,"units":0},"outbox":{"orders":0,"units":0},"inFlight":{"orders":0,"units":0},"broker":{"orders":0,"units":0},
            "stored":{"orders":0,"units":0},"dead":{"orders":0,"units":0},
            "transitions":{"seq":0,"outbox":0,"stored":0,"dead":0,"discarded":0,"lost":0,"inFlight":0},"lost":0,"suspended":null,
            "discarded":{"orders":0,"units":0},"stockGap":0,"isAtRest":true,"isBalanced":true,"imbalance":null}]
            """.ReplaceLineEndings(""));
    }

    [Theory]
    [MemberData(nameof(CallsOnASale))]
    public async Task A_product_that_nobody_sells_is_unknown(string method, string call) =>
        await IsRefusedAsync(404, "unknown_product", () => Front.OperateAsync(
            new(method), $"/products/ghost/{call}", call == "restock" ? RunningFront.Json(new { units = 1 }) : null));

    [Theory]
    [MemberData(nameof(BadProductIds))]
    public async Task A_product_id_outside_the_alphabet_is_refused_by_every_call(string productId)
    {
        await IsRefusedAsync(422, "invalid_product_id", () => Front.DefineAsync(productId, new { name = "Phone", stock = 10 }));
        await IsRefusedAsync(422, "invalid_product_id", () => Front.DefineAsync(productId, new { name = "Phone", stock = 10 }, reset: true));
        await IsRefusedAsync(422, "invalid_product_id", () => Front.RestockAsync(productId, new { units = 1 }));
        await IsRefusedAsync(422, "invalid_product_id", () => Front.AuditAsync(productId));
        foreach (var call in new[] { "pause", "resume", "close" })
            await IsRefusedAsync(422, "invalid_product_id", () => Front.OperateAsync(HttpMethod.Post, $"/products/{productId}/{call}"));
    }

    // What operators see of a sale, up to its limit and window.
    private string Text(long epoch, string name, string state, long initial, long added, long remaining, string price = "0")
    {
        var accepted = initial + added - remaining;
        return $$"""
            {"productId":"{{Product}}","epoch":{{epoch}},"name":"{{name}}","state":"{{state}}","initial":{{initial}},"added":{{added}},
            "remaining":{{remaining}},"accepted":{{accepted}},"orders":{{(accepted == 0 ? 0 : 1)}},
            "held":0,"sold":{{accepted}},"returned":0,"price":{{price}},"currency":null,"holdSeconds":0,"holdMaxSeconds":0,"cancelUntil":null,"returnAfterSeconds":0,
            """.ReplaceLineEndings("");
    }

    // The rest ends with the moment at which it was so.
    private static void IsSale(HttpAnswer answer, int status, string text)
    {
        answer.Is(status);
        Assert.StartsWith(text, answer.Text, StringComparison.Ordinal);
    }
}

public sealed class OperatorEndpointsInClusterTests(ClusterFront shared) : OperatorEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class OperatorEndpointsStandaloneTests(StandaloneFront shared) : OperatorEndpointsTests(shared);
