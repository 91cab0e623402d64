using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Operators.DeadLetters;

/// <summary>What could not be stored, and what operators make of it.</summary>
public sealed class DeadLetterEndpointsTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123);

    [Fact]
    public async Task Letters_are_listed_with_what_they_hold_and_each_is_shown_with_its_body()
    {
        var batch = Batch(await Sandbox.StartSaleAsync(Product, stock: 10)) with { Quantities = [2, 3] };
        var (orders, nonsense) = (await KeepAsync(batch.ToJson(), Noon), await KeepAsync(Encoding.UTF8.GetBytes($"<script> \u0001 {Product}"), firstSeen: null));

        var listed = (await Front.LookAsync("/dead-letters")).Is(200).EnumerateArray().ToDictionary(letter => letter.GetProperty("id").GetString()!, letter => letter.GetRawText());
        var lastSeen = (await Front.LookAsync($"/dead-letters/{orders.Id}")).Is(200).GetProperty("lastSeen").GetRawText();
        Assert.Equal(
            $$"""
            {"id":"{{orders.Id}}","fingerprint":"{{orders.Fingerprint}}","reason":"a reason","firstSeen":"2026-11-18T11:06:40.123+00:00","lastSeen":{{lastSeen}},
            "attempts":1,"isReadable":true,"orders":2,"units":5,"transitions":0,"products":["{{Product}}"]}
            """.ReplaceLineEndings(""),
            listed[orders.Id]);

        var shown = (await Front.LookAsync($"/dead-letters/{nonsense.Fingerprint.ToUpperInvariant()}")).Is(200);
        Assert.Equal(
            (false, $"<script> \u0001 {Product}", JsonValueKind.Null, 0),
            (shown.GetProperty("isReadable").GetBoolean(), shown.GetProperty("text").GetString(), shown.GetProperty("firstSeen").ValueKind, shown.GetProperty("products").GetArrayLength()));
        Assert.Contains(nonsense.Id, listed.Keys);
    }

    [Fact]
    public async Task G8_a_letter_that_is_replayed_reaches_the_drains_again_and_waits_no_more()
    {
        var batch = Batch(await Sandbox.StartSaleAsync(Product, stock: 10));
        var letter = await KeepAsync(batch.ToJson());

        (await DecideAsync(letter.Id, "replay")).Is(200, $$"""{"id":"{{letter.Id}}","result":"replayed"}""");

        await StoreAsync(batch.OrderIds[1]);
        (await Front.LookAsync($"/orders/{batch.OrderIds[0]}")).Is(200);
        Assert.DoesNotContain(letter.Id, (await Front.LookAsync("/dead-letters")).Text, StringComparison.Ordinal);
        foreach (var decision in new[] { "replay", "discard" })
            (await DecideAsync(letter.Id, decision)).IsProblem(409, "letter_decided");
        (await Front.LookAsync($"/dead-letters/{letter.Id}")).IsProblem(409, "letter_decided");
    }

    [Fact]
    public async Task G8_a_letter_that_was_replayed_in_vain_waits_again()
    {
        var letter = await KeepAsync(Encoding.UTF8.GetBytes($"nonsense of {Product}"));
        (await DecideAsync(letter.Id, "replay")).Is(200);

        await Sandbox.Orders.StoreAsync([], [], [letter with { Attempts = 2 }], CancellationToken.None);

        Assert.Equal(2, (await Front.LookAsync($"/dead-letters/{letter.Id}")).Is(200).GetProperty("attempts").GetInt32());
        (await DecideAsync(letter.Id, "discard")).Is(200);
    }

    [Fact]
    public async Task G6_of_operators_who_discard_a_letter_at_the_same_time_one_does_and_the_books_count_its_orders()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var letter = await KeepAsync(Batch(epoch).ToJson());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Front : OtherFront)
            .CallAsync(HttpMethod.Post, $"/dead-letters/{letter.Id}/discard", RunningFront.NamedOperatorKey)));

        Assert.Single(answers, answer => answer.Status == 200).Is(200, $$"""{"id":"{{letter.Id}}","result":"discarded"}""");
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsProblem(409, "letter_decided"));
        Assert.Equal(2, (await Front.AuditAsync(Product)).Is(200)[0].GetProperty("discarded").GetProperty("orders").GetInt32());
        await using var command = Sandbox.Database.CreateCommand("SELECT discarded_by FROM dead_letters WHERE letter_id = $1");
        command.Parameters.Add(new() { Value = letter.Fingerprint });
        Assert.Equal(RunningFront.NamedOperator, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("0000000")]
    [InlineData("nonsense")]
    [InlineData("%25%25%25%25%25%25%25%25")]
    [InlineData("' OR 1=1 --")]
    public async Task A_letter_that_nobody_wrote_is_unknown(string id)
    {
        (await Front.LookAsync($"/dead-letters/{id}")).IsProblem(404, "unknown_letter");
        foreach (var decision in new[] { "replay", "discard" })
            (await DecideAsync(id, decision)).IsProblem(404, "unknown_letter");
    }

    [Fact]
    public async Task G8_without_RabbitMQ_a_letter_is_not_replayed_and_waits_as_before()
    {
        var letter = await KeepAsync(Encoding.UTF8.GetBytes($"nonsense of {Product}"));
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:RabbitMq:Uri", $"amqp://127.0.0.1:{FreePort.Find()}"),
            ("FlashFlow:RabbitMq:DeadlineMilliseconds", "500"));

        (await front.OperateAsync(HttpMethod.Post, $"/dead-letters/{letter.Id}/replay")).IsProblemForNow("unavailable");

        (await front.OperateAsync(HttpMethod.Get, $"/dead-letters/{letter.Id}")).Is(200);
    }

    [Fact]
    public async Task Without_PostgreSQL_there_are_no_letters_to_see()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x"));

        (await front.OperateAsync(HttpMethod.Get, "/dead-letters")).IsProblemForNow("unavailable");
        (await front.OperateAsync(HttpMethod.Post, "/dead-letters/00000000/discard")).IsProblemForNow("unavailable");
    }

    private OrderBatch Batch(long epoch) => SampleBatch.Of(epoch, first: 1, count: 2) with { ProductId = Product };

    private async Task<DeadLetter> KeepAsync(byte[] body, DateTimeOffset? firstSeen = null)
    {
        var letter = new DeadLetter(body, "a reason", firstSeen);
        await Sandbox.Orders.StoreAsync([], [], [letter], CancellationToken.None);
        return letter;
    }

    private Task<HttpAnswer> DecideAsync(string id, string decision) => Front.OperateAsync(HttpMethod.Post, $"/dead-letters/{id}/{decision}");
}
