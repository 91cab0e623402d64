using System.Text;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Reviewing;

public sealed class DeadLetterReviewTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);

    private readonly Journal journal = new();
    private readonly StandInDeadLetterRecords records;

    public DeadLetterReviewTests() => records = new(journal);

    [Fact]
    public async Task A_letter_says_whose_orders_it_holds()
    {
        var message = OrderMessage.Join(
        [
            new(Product, "1", (Batch(count: 2) with { Quantities = [3, 1] }).ToJson()),
            new(Product, "2", "hello"u8.ToArray()),
            new(Product, "3", (Batch(first: 3) with { ProductId = "tablet" }).ToJson()),
        ]);
        records.Letters.AddRange([new(message, "a reason", Noon), Letter("hello")]);
        var review = await OpenAsync();

        var (orders, nonsense) = (review.Letters[0], review.Letters[1]);
        Assert.Equal(("phone, tablet", new Tally(3, 5)), (orders.ProductId, orders.Contents));
        Assert.Equal([true, true, false], new[] { "phone", "tablet", "watch" }.Select(orders.IsOf));
        Assert.Equal((null, default(Tally)), (nonsense.ProductId, nonsense.Contents));
    }

    [Fact]
    public async Task A_letter_of_transitions_says_whose_and_how_many()
    {
        records.Letters.Add(new(Happened(2, To(1, TransitionKind.Released), To(2, TransitionKind.Released)).ToJson(), "a reason", Noon));
        var letter = (await OpenAsync()).Letters[0];
        Assert.Equal((true, "phone", 2, default), (letter.IsReadable, letter.ProductId, letter.TransitionCount, letter.Contents));
        Assert.True(letter.IsOf("phone"));
    }

    [Fact]
    public async Task A_letter_is_found_by_the_first_digits_of_its_hash_or_more()
    {
        records.Letters.AddRange([Letter("a"), Letter("b")]);
        var review = await OpenAsync();
        var letter = review.Letters[0];
        Assert.Equal([letter], review.Find(letter.Letter.Id));
        Assert.Equal([letter], review.Find(letter.Letter.Fingerprint));
        Assert.Empty(review.Find(letter.Letter.Id[..7]));
        Assert.Empty(review.Find("00000000"));
        Assert.Empty(review.Find(""));
    }

    [Fact]
    public async Task A_letter_is_read_alone_by_the_first_digits_of_its_hash_or_more()
    {
        records.Letters.AddRange([Letter("a"), Letter("b")]);
        var letter = records.Letters[1];
        foreach (var id in new[] { letter.Id, letter.Fingerprint, letter.Id.ToUpperInvariant() })
            Assert.Equal([letter], (await OpenAsync(id)).Letters.Select(found => found.Letter));
        foreach (var id in new[] { letter.Id[..7], "00000000", "", "%%%%%%%%", $"{letter.Fingerprint}0" })
            Assert.Empty((await OpenAsync(id)).Letters);
    }

    [Fact]
    public async Task G6_looking_changes_nothing()
    {
        records.Letters.Add(Letter("a"));
        for (var i = 0; i < 25; i++)
            Assert.Single((await OpenAsync()).Letters);
        Assert.Empty(journal.Lines);
    }

    [Fact]
    public async Task G8_a_letter_counts_as_replayed_only_after_the_orders_queue_has_it()
    {
        records.Letters.Add(Letter("a"));
        var review = await OpenAsync();
        await review.ReplayAsync(review.Letters[0], CancellationToken.None);
        Assert.Equal(["publish a", "replayed: a"], journal.Lines);
    }

    [Fact]
    public async Task G8_a_letter_that_cannot_be_replayed_now_stays()
    {
        records.Letters.Add(Letter("a"));
        records.IsBrokerAway = true;
        var review = await OpenAsync();
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => review.ReplayAsync(review.Letters[0], CancellationToken.None));
        Assert.Empty(journal.Lines);
        Assert.Single(records.Letters);
    }

    [Fact]
    public async Task G6_a_letter_is_discarded_by_somebody_and_once()
    {
        records.Letters.Add(Letter("a"));
        var (mine, theirs) = (await OpenAsync(), await OpenAsync());
        Assert.True(await mine.DiscardAsync(mine.Letters[0], "ada", CancellationToken.None));
        Assert.False(await theirs.DiscardAsync(theirs.Letters[0], "bob", CancellationToken.None));
        Assert.Equal("discarded by ada: a", journal.Lines[0]);
    }

    private Task<DeadLetterReview> OpenAsync() => DeadLetterReview.OpenAsync(records, records, CancellationToken.None);

    private Task<DeadLetterReview> OpenAsync(string id) => DeadLetterReview.OpenAsync(records, records, id, CancellationToken.None);

    private static DeadLetter Letter(string body) => new(Encoding.UTF8.GetBytes(body), "a reason", Noon);
}
