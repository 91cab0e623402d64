using System.Net;
using System.Security.Cryptography;
using System.Text;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Operators.Export;

/// <summary>All orders of a sale, to be taken away.</summary>
public sealed class ExportEndpointsTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string Header = "productId,epoch,orderId,position,shopperId,quantity,status,amount,currency,paymentRef,reinstated,cancelled,expiresAt,acceptedAt,cartId";

    // More than fits into what lies between two processes.
    private const int Many = 200_000;

    [Fact]
    public async Task An_order_is_a_line_with_the_members_that_other_calls_tell()
    {
        var (epoch, order) = await StoreAsync("ada", "pay-1");

        var csv = await ExportAsync($"/products/{Product}/sales/{epoch}/orders.csv");
        Assert.Equal("text/csv; charset=utf-8; header=present", csv.ContentType);
        Assert.Equal(
            $"{Header}\r\n{Product},{epoch},{order},1,ada,1,confirmed,499,EUR,pay-1,false,0,,2026-11-22T08:00:00.1230000Z,\r\n", Orders(csv));

        var lines = await ExportAsync($"/products/{Product}/sales/{epoch}/orders.jsonl");
        Assert.Equal("application/jsonl", lines.ContentType);
        Assert.Equal($"{(await Front.LookAsync($"/products/{Product}/orders")).Is(200)[0].GetRawText()}\n", Orders(lines));
    }

    [Theory]
    [InlineData("+1", "=1+1", "'+1", "'=1+1")]
    [InlineData("-1", "-2+3|cmd", "'-1", "'-2+3|cmd")]
    [InlineData("@sum", "@a,\"b\"", "'@sum", "\"'@a,\"\"b\"\"\"")]
    [InlineData("a-b", "a\"b", "a-b", "\"a\"\"b\"")]
    public async Task What_a_spreadsheet_would_calculate_is_marked_as_text(string shopperId, string paymentRef, string shopperCell, string paymentCell)
    {
        var (epoch, _) = await StoreAsync(shopperId, paymentRef);

        var line = (await ExportAsync($"/products/{Product}/sales/{epoch}/orders.csv")).Text.Split("\r\n")[1];

        Assert.Contains($",1,{shopperCell},1,confirmed,", line, StringComparison.Ordinal);
        Assert.Contains($",EUR,{paymentCell},false,", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_goes_on_after_a_position()
    {
        var epoch = await StoreManyAsync(5);

        Assert.Equal([1, 2, 3, 4, 5], Positions(await ExportAsync($"/products/{Product}/sales/{epoch}/orders.jsonl")));
        Assert.Equal([4, 5], Positions(await ExportAsync($"/products/{Product}/sales/{epoch}/orders.jsonl?after=3")));
        Assert.Empty(Positions(await ExportAsync($"/products/{Product}/sales/{epoch}/orders.jsonl?after=5")));
        Assert.Equal(3, (await ExportAsync($"/products/{Product}/sales/{epoch}/orders.csv?after=3")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal($"{Header}\r\n", Orders(await ExportAsync($"/products/{Product}/sales/{await Sandbox.StartSaleAsync(Product, stock: 1)}/orders.csv")));
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task An_export_that_was_cut_off_and_gone_on_with_is_the_whole(string format)
    {
        var epoch = await StoreManyAsync(5);
        var path = $"/products/{Product}/sales/{epoch}/orders.{format}";
        var whole = (await ExportAsync(path)).Text;
        var firstThree = string.Concat(Lines(whole).Take(format == "csv" ? 4 : 3));

        Assert.Equal(whole, firstThree + (await ExportAsync($"{path}?after=3")).Text);
    }

    [Fact]
    public async Task The_last_line_has_the_totals_that_the_audit_shows_and_the_hash_of_all_before_it()
    {
        var epoch = await Sandbox.StartHoldingAsync(Product, stock: 10, holdSeconds: 60);
        var held = SampleBatch.Held(epoch, first: 1, count: 3) with { ProductId = Product };
        var changed = SampleBatch.Transitions(
            epoch,
            first: 4,
            SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Confirmed) with { PaymentRef = "pay-1" },
            SampleBatch.To(held.OrderIds[1], 2, TransitionKind.Released));
        await Sandbox.Orders.StoreAsync([held], [changed with { ProductId = Product }], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync((int)epoch);

        foreach (var format in new[] { "jsonl", "csv" })
        {
            var export = await ExportAsync($"/products/{Product}/sales/{epoch}/orders.{format}");
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Orders(export))));
            Assert.Equal(
                format == "csv"
                    ? $"#totals,,orders=3,seq=5,sha256={hash},3,held=1 sold=1,499,EUR,,,0,,,\r\n"
                    : $$$"""{"totals":{"orders":3,"units":3,"held":1,"sold":1,"cancelled":0,"amount":499,"currency":"EUR","seq":5,"sha256":"{{{hash}}}"}}""" + "\n",
                Lines(export.Text)[^1]);
        }

        var stored = (await Front.AuditAsync(Product)).Is(200)[0].GetProperty("stored");
        Assert.Equal((3, 3), (stored.GetProperty("orders").GetInt64(), stored.GetProperty("units").GetInt64()));
    }

    [Fact]
    public async Task What_is_stored_after_an_export_has_begun_is_not_in_it()
    {
        var epoch = await StoreManyAsync(Many);
        using var client = Client();
        using var answer = await client.GetAsync(new Uri($"/products/{Product}/sales/{epoch}/orders.jsonl", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        await ExecuteAsync($"INSERT INTO orders (accepted_at, order_id, epoch, position, quantity) VALUES (now(), gen_random_uuid(), {epoch}, {Many + 1}, 1)");
        await ExecuteAsync($"DELETE FROM orders WHERE epoch = {epoch} AND position = {Many}");

        var positions = Positions(await answer.Content.ReadAsStringAsync());
        Assert.Equal(Enumerable.Range(1, Many).Select(position => (long)position), positions);
    }

    [Fact]
    public async Task An_export_that_PostgreSQL_breaks_off_does_not_end_as_if_it_were_whole()
    {
        var epoch = await StoreManyAsync(Many);
        using var client = Client();
        using var answer = await client.GetAsync(new Uri($"/products/{Product}/sales/{epoch}/orders.csv", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%accepted_at FROM orders WHERE epoch = $1 AND (state%' AND pid <> pg_backend_pid()");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_of_an_export_keeps_nobody_from_the_next()
    {
        var epoch = await StoreManyAsync(Many);
        var path = new Uri($"/products/{Product}/sales/{epoch}/orders.csv", UriKind.Relative);
        for (var i = 0; i < 5; i++)
        {
            using var client = Client();
            using var left = await Eventually.SeesAsync(
                "an export", () => client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead), answer => answer.StatusCode == HttpStatusCode.OK);
        }

        await Eventually.HoldsAsync("a whole export", async () => (await Front.LookAsync($"{path}?after={Many - 1}")).Status == 200);
    }

    [Fact]
    public async Task A_sale_that_the_product_has_not_had_is_unknown_and_a_position_below_0_is_none()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        foreach (var format in new[] { "csv", "jsonl" })
        {
            (await Front.LookAsync($"/products/{Product}/sales/{epoch + 1}/orders.{format}")).IsProblem(404, "unknown_sale");
            (await Front.LookAsync($"/products/ghost/sales/{epoch}/orders.{format}")).IsProblem(404, "unknown_sale");
            (await Front.LookAsync($"/products/{Product}/sales/{epoch}/orders.{format}?after=-1")).IsProblem(422, "invalid_page");
            (await Front.LookAsync($"/products/{Product}/sales/{epoch}/orders.{format}?after=x")).IsProblem(400, "bad_request");
            (await Front.LookAsync($"/products/{Product}/sales/last/orders.{format}")).IsProblem(400, "bad_request");
        }
    }

    [Fact]
    public async Task Without_PostgreSQL_nothing_is_exported()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x"));

        (await front.OperateAsync(HttpMethod.Get, $"/products/{Product}/sales/1/orders.csv")).IsProblemForNow("unavailable");
    }

    private async Task<(long Epoch, Guid OrderId)> StoreAsync(string shopperId, string paymentRef)
    {
        var epoch = await Sandbox.StartHoldingAsync(Product, stock: 10, holdSeconds: 60);
        var held = SampleBatch.Held(epoch, first: 1, count: 1) with { ProductId = Product, ShopperIds = [shopperId] };
        var confirmed = SampleBatch.Transitions(epoch, first: 2, SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Confirmed) with { PaymentRef = paymentRef });
        await Sandbox.Orders.StoreAsync([held], [confirmed with { ProductId = Product }], [], CancellationToken.None);
        return (epoch, held.OrderIds[0]);
    }

    private async Task<long> StoreManyAsync(int count)
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: count);
        await ExecuteAsync($"""
            INSERT INTO orders (accepted_at, order_id, epoch, position, quantity, shopper_id)
            SELECT now(), gen_random_uuid(), {epoch}, position, 1, 'shopper-' || position FROM generate_series(1, {count}) AS position
            """);
        return epoch;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<HttpAnswer> ExportAsync(string path)
    {
        var answer = await Front.LookAsync(path);
        Assert.Equal(200, answer.Status);
        return answer;
    }

    private HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Front.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", RunningFront.ViewerKey);
        return client;
    }

    private static IEnumerable<long> Positions(HttpAnswer answer) => Positions(answer.Text);

    private static string[] Lines(string text) => [.. text.Split('\n').SkipLast(1).Select(line => $"{line}\n")];

    private static string Orders(HttpAnswer answer) => string.Concat(Lines(answer.Text).SkipLast(1));

    private static IEnumerable<long> Positions(string lines) => Lines(lines)
        .SkipLast(1)
        .Select(line => JsonElement.Parse(line).GetProperty("position").GetInt64());
}
