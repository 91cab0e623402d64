using System.Text;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Reviewing;

public sealed class DeadLetterReviewTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);

    private readonly Journal journal = new();
    private readonly StandInDeadLetterOffice office;
    private readonly StandInDiscardedLetters discarded;

    public DeadLetterReviewTests()
    {
        office = new(journal);
        discarded = new(journal);
    }

    [Fact]
    public async Task Copies_are_one_letter_with_its_first_time_and_its_latest_reason()
    {
        office.Letters.AddRange([Letter("b", at: 5), Letter("a", at: 9, attempts: 2) with { Reason = "late" }, Letter("a", at: 3)]);
        await using var review = await OpenAsync();
        Assert.Equal(["a", "b"], review.Letters.Select(letter => Encoding.UTF8.GetString(letter.Letter.Body.Span)));
        Assert.Equal([2, 1], review.Letters.Select(letter => letter.Copies));
        var first = review.Letters[0].Letter;
        Assert.Equal((Noon.AddSeconds(3), 2, "late"), (first.FirstSeen, first.Attempts, first.Reason));
    }

    [Fact]
    public async Task A_letter_says_whose_orders_it_holds()
    {
        var message = OrderMessage.Join(
        [
            new(Product, "1", (Batch(count: 2) with { Quantities = [3, 1] }).ToJson()),
            new(Product, "2", "hello"u8.ToArray()),
            new(Product, "3", (Batch(first: 3) with { ProductId = "tablet" }).ToJson()),
        ]);
        office.Letters.AddRange([new(message, "a reason", Noon), Letter("hello", at: 1)]);
        await using var review = await OpenAsync();

        var (orders, nonsense) = (review.Letters[0], review.Letters[1]);
        Assert.Equal(("phone, tablet", new Tally(3, 5)), (orders.ProductId, orders.Contents));
        Assert.Equal([true, true, false], new[] { "phone", "tablet", "watch" }.Select(orders.IsOf));
        Assert.Equal((null, default(Tally)), (nonsense.ProductId, nonsense.Contents));
    }

    [Fact]
    public async Task A_letter_is_found_by_the_first_digits_of_its_hash_or_more()
    {
        office.Letters.AddRange([Letter("a"), Letter("b")]);
        await using var review = await OpenAsync();
        var letter = review.Letters[0];
        Assert.Equal([letter], review.Find(letter.Letter.Id));
        Assert.Equal([letter], review.Find(letter.Letter.Fingerprint));
        Assert.Empty(review.Find(letter.Letter.Id[..7]));
        Assert.Empty(review.Find("00000000"));
        Assert.Empty(review.Find(""));
    }

    [Fact]
    public async Task G8_a_replayed_letter_is_removed_only_after_the_orders_queue_has_it()
    {
        office.Letters.AddRange([Letter("a"), Letter("a"), Letter("b")]);
        await using (var review = await OpenAsync())
            await review.ReplayAsync(review.Letters.Single(letter => letter.Copies == 2));
        Assert.Equal(["replay a", "remove a", "remove a", "put back"], journal.Lines);
    }

    [Fact]
    public async Task G8_a_letter_that_cannot_be_replayed_now_stays()
    {
        office.Letters.Add(Letter("a"));
        office.IsAway = true;
        await using (var review = await OpenAsync())
            await Assert.ThrowsAsync<BrokerUnavailableException>(() => review.ReplayAsync(review.Letters[0]));
        Assert.Equal(["put back"], journal.Lines);
        Assert.Single(office.Letters);
    }

    [Fact]
    public async Task G6_a_discarded_letter_is_removed_only_after_the_store_keeps_it_with_its_orders()
    {
        var batch = Batch(count: 2);
        office.Letters.Add(new(batch.ToJson(), "a reason", Noon));
        await using (var review = await OpenAsync())
            await review.DiscardAsync(review.Letters[0], "ada", CancellationToken.None);
        var body = Encoding.UTF8.GetString(batch.ToJson());
        Assert.Equal([$"keep {body} with 2 orders, by ada", $"remove {body}", "put back"], journal.Lines);
    }

    [Fact]
    public async Task G6_a_letter_that_cannot_be_kept_now_is_not_discarded()
    {
        office.Letters.Add(Letter("a"));
        discarded.IsAway = true;
        await using (var review = await OpenAsync())
            await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => review.DiscardAsync(review.Letters[0], "ada", CancellationToken.None));
        Assert.Equal(["put back"], journal.Lines);
        Assert.Single(office.Letters);
    }

    private Task<DeadLetterReview> OpenAsync() => DeadLetterReview.OpenAsync(office, discarded);

    private static DeadLetter Letter(string body, int at = 0, int attempts = 1) =>
        new(Encoding.UTF8.GetBytes(body), "a reason", Noon.AddSeconds(at), attempts);
}
