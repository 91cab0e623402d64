using FlashFlow.Chaos.Shopping;
using FlashFlow.Chaos.Verdict;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Tools.Tests.Chaos.Verdict;

/// <summary>A line that was fair, and each way in which it could have failed: the verdict must see every one of them.</summary>
public sealed class LineVerdictTests
{
    private const int Drawn = 3;

    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow;
    private static readonly RoomKeys Keys = RoomKeys.New();
    private static readonly byte[] Leaves = [.. Enumerable.Range(1, Drawn).SelectMany(number => RoomDraw.Leaf(RoomDraw.Salt(Keys.Key, number), $"s{number}"))];
    private static readonly DrawProof Proof = DrawProof.Of(ChaosProduct.Lined, 1, Keys.Secret, "", Leaves);
    private static readonly Reply Accepted = new(202, Guid.NewGuid());
    private static readonly Reply Refused = new(403, Code: "not_admitted");

    private readonly ReplyJournal journal = new();

    public LineVerdictTests() => journal.Line.Note(Proof, Leaves);

    [Fact]
    public void Those_who_came_waited_and_bought_hold()
    {
        var first = Member(1);
        journal.Line.Note("s1", first, Let(At(1, Drawn, first), first));
        Buy(first, Accepted, seconds: 2);
        Buy(first, Refused, seconds: 3);
        Buy(null, Refused, seconds: 3, shopper: "s9");
        Join("late", Turn(At(3, 4) with { Finished = 1, Inside = 0 }, number: 4));
        journal.Line.Note(At(4, 4) with { Finished = 1 });
        journal.Line.Note(At(64, 4) with { Finished = 1, PerMinute = 180 });

        Assert.Null(Wrong());
    }

    [Fact]
    public void G11_a_number_a_place_or_a_pass_that_changes_is_seen()
    {
        var turn = Turn(At(0, 5), 1);
        Assert.All<Func<Turn, Turn>>(
            [
                told => told with { Number = 2 },
                told => told with { Receipt = Receipt(2) },
                told => told with { Place = told.Place + 1 },
                told => told with { State = "gathering" },
                told => told with { Pass = "another" },
            ],
            change =>
            {
                var stay = new Stay("s1", turn);
                stay.Take(Let(turn.Room, stay), Start);
                Assert.Null(stay.Contradiction);
                stay.Take(change(Let(turn.Room, stay)), Start);
                Assert.Contains("and then", stay.Contradiction, StringComparison.Ordinal);
            });
    }

    [Fact]
    public void G11_two_with_one_number_or_place_are_seen()
    {
        Join("s7", Turn(At(0, 0), number: 7));
        Join("s8", Turn(At(0, 0), number: 7));

        Assert.Contains("one number for s7", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_place_that_is_not_the_draws_is_seen()
    {
        Join("s1", Turn(At(0, 0), 1) with { Place = (PlaceOf(1) % Drawn) + 1 });
        Assert.Contains($"the draw gave place {PlaceOf(1)}", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_place_of_one_who_came_late_that_is_not_their_number_is_seen()
    {
        Join("late", Turn(At(0, 0), 5) with { Place = 4 });
        Assert.Contains("at none of the places", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_receipt_of_another_is_seen()
    {
        Join("s2", Turn(At(0, 0), 1));
        Assert.Contains("is not that of s2", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_published_draw_that_does_not_fit_is_seen()
    {
        journal.Line.Note(Proof, Leaves[32..]);
        Assert.Contains("leaves for 3 members", Wrong(), StringComparison.Ordinal);

        journal.Line.Note(Proof, Leaves);
        journal.Line.Note(At(0, 0) with { Drawn = 4 });
        Assert.Contains("drew places for 4 members", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_who_left_stands_at_the_end_and_who_comes_back_before_the_draw_is_who_they_were()
    {
        var stay = Join("s1", Turn(At(0, 0), 1) with { Place = null, State = "gathering" });
        stay.HasLeft = true;
        Assert.Same(stay, journal.Line.Note("s1", stay, Turn(At(0, 0), 1)));
        stay.HasLeft = true;
        Assert.Equal(4, journal.Line.Note("s1", stay, Turn(At(0, 0), 4)).Number);
        Assert.Null(Wrong());

        var other = Join("s2", Turn(At(0, 0), 2) with { Place = null, State = "gathering" });
        other.HasLeft = true;
        journal.Line.Note("s2", other, Turn(At(0, 0), 3) with { Place = null, State = "gathering" });
        Assert.Contains("left, and came back as", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_line_that_goes_back_is_seen()
    {
        journal.Line.Note(At(0, 3));
        journal.Line.Note(At(1, 2));
        Assert.Contains("3 were let in, and then 2", Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, 1, 0, 2, false)]
    [InlineData(60, 1, 0, 1, true)]
    [InlineData(60, 1, 4, 5, true)]
    [InlineData(600, 5, 0, 50, true)]
    [InlineData(600, 5, 0, 51, false)]
    [InlineData(0, 30, 0, 2, false)]
    public void G11_a_line_that_is_faster_than_its_rate_is_seen(int perMinute, double seconds, long skipped, long grown, bool holds)
    {
        // What had gathered before is used up.
        journal.Line.Note(At(0, 0) with { PerMinute = perMinute });
        journal.Line.Note(At(0, Math.Max(1, perMinute / 60)) with { PerMinute = perMinute });
        journal.Line.Note(At(seconds, Math.Max(1, perMinute / 60) + grown) with { PerMinute = perMinute, Skipped = skipped });
        Assert.Equal(holds, Wrong() is not { } wrong || !wrong.Contains("than the rate allows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void G11_no_more_than_those_of_a_second_gather_while_nobody_comes(long grown, bool holds)
    {
        journal.Line.Note(At(0, 10) with { PerMinute = 600 });
        journal.Line.Note(At(5, 10) with { PerMinute = 600 });
        journal.Line.Note(At(5.5, 10 + grown) with { PerMinute = 600 });
        Assert.Equal(holds, Wrong() is null);
    }

    [Fact]
    public void G11_the_higher_of_two_rates_may_have_been_in_force()
    {
        journal.Line.Note(At(0, 1) with { PerMinute = 60 });
        journal.Line.Note(At(1, 11) with { PerMinute = 600 });
        Assert.Null(Wrong());
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void G11_those_of_a_second_are_there_when_the_first_come_in_whatever_the_rate_was_before(long grown, bool holds)
    {
        journal.Line.Note(At(0, 0) with { PerMinute = 60 });
        journal.Line.Note(At(1, 0) with { PerMinute = 60 });
        journal.Line.Note(At(1, 0) with { PerMinute = 1_800 });
        journal.Line.Note(At(1, grown) with { PerMinute = 1_800 });
        Assert.Equal(holds, Wrong()?.Contains("than the rate allows", StringComparison.Ordinal) is not true);
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(4, 0, false)]
    [InlineData(4, 1, true)] // One was bought since: there were three units when the last came in.
    public void G11_more_inside_than_there_are_units_for_are_seen(long inside, long bought, bool holds)
    {
        journal.Line.Note(At(0, 1) with { Remaining = 2, Inside = 1 });
        journal.Line.Note(At(1, 1 + inside) with { Remaining = 2, Inside = inside, Finished = bought });
        Assert.Equal(holds, Wrong()?.Contains("than there were units for", StringComparison.Ordinal) is not true);
    }

    [Fact]
    public void G11_a_buy_without_a_pass_or_with_anothers_is_seen()
    {
        journal.Begin(new ClientBuy(ChaosProduct.Lined, "s9", key: null, 1));
        journal.Note(journal.Buys.Last(), Accepted);
        Assert.Contains("s9 bought without a pass", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_buy_with_anothers_pass_is_seen()
    {
        Buy(Inside(1), Accepted, seconds: 1, shopper: "s9");
        Assert.Contains("s9 bought with the pass of s1", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_pass_that_buys_twice_is_seen()
    {
        var stay = Inside(1);
        Buy(stay, Accepted, seconds: 1);
        Buy(stay, Accepted, seconds: 1);
        Assert.Contains("bought 2 times", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_pass_that_buys_when_it_has_lapsed_is_seen()
    {
        Buy(Inside(1), Accepted, seconds: 7);
        Assert.Contains("had lapsed", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_buy_before_its_turn_is_seen()
    {
        var stay = Member(1);
        journal.Line.Note("s1", stay, Let(At(0, 0), stay));
        Buy(stay, Accepted, seconds: 1);
        journal.Line.Note(At(2, 0));
        Assert.Contains("before it was their turn", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_good_pass_that_is_refused_is_seen()
    {
        var stay = Inside(1);
        Buy(stay, Refused, seconds: 1);
        Assert.Null(Wrong()); // The room may have been ended.

        journal.Line.Note(At(2, 3));
        Assert.Contains("with a pass that was good until", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_who_is_passed_over_is_seen()
    {
        var stay = Member(1);
        stay.Take(Turn(At(4, Drawn), 1) with { State = "over" }, Start.AddSeconds(4));
        Assert.Contains("passed over", Wrong(), StringComparison.Ordinal);

        // Who was not heard of for longer may have been in.
        var other = Member(2);
        other.Take(Turn(At(7, Drawn), 2) with { State = "over" }, Start.AddSeconds(7));
        Assert.Null(other.Contradiction);
    }

    [Fact]
    public void G11_a_line_that_passes_over_more_than_have_left_is_seen()
    {
        Member(1).HasLeft = true;
        journal.Line.Note(At(1, 1) with { Skipped = 1 });
        Assert.Null(Wrong());

        journal.Line.Note(At(2, 2) with { Skipped = 2 });
        Assert.Contains("2 were passed over", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_who_never_gets_in_is_seen()
    {
        journal.Line.NoteStuck($"{Member(1)}");
        Assert.Contains("s1 with number 1", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G11_a_room_that_tells_of_other_buys_than_there_were_is_seen()
    {
        journal.Line.Note(At(1, 1) with { Finished = 1 });
        Assert.Contains("1 of the last room have bought", Wrong(), StringComparison.Ordinal);
    }

    private static LineLook At(double seconds, long admitted, Stay? inside = null) =>
        new(Proof.Commitment, Start.AddSeconds(seconds), Drawn, admitted, Inside: inside is null ? 0 : 1, Skipped: 0, Finished: 0, PerMinute: 6_000, Remaining: 100);

    private static Turn Turn(LineLook room, long number) => new("waiting", number, Receipt(number), room, number > Drawn ? number : PlaceOf(number));

    private static Turn Let(LineLook room, Stay stay) =>
        Turn(room, stay.Number) with { State = "in", Pass = $"pass-{stay.Number}", PassExpiresAt = Start + ChaosProduct.PassLasts };

    private static string Receipt(long number) => $"{DrawReceipt.Of(Keys, number)}";

    private static long PlaceOf(long number) => new DrawReceipt(number, "").PlaceOf(Proof);

    private Stay Join(string shopper, Turn turn) => journal.Line.Note(shopper, stay: null, turn);

    private Stay Member(int number) => Join($"s{number}", Turn(At(0, 0), number));

    private Stay Inside(int number)
    {
        var stay = Member(number);
        return journal.Line.Note(stay.ShopperId, stay, Let(At(0.1, Drawn), stay));
    }

    private void Buy(Stay? of, Reply reply, double seconds, string? shopper = null)
    {
        var at = Start.AddSeconds(seconds);
        journal.Line.Note(new PassBuy(new(ChaosProduct.Lined, shopper ?? of!.ShopperId, $"{Guid.NewGuid()}", 1) { Pass = of?.Pass?.Pass }, of, at, reply, at));
    }

    private string? Wrong()
    {
        var line = new LineMatch(journal);
        return line.FindMoved().Concat(line.FindRushed()).Concat(line.FindUninvited()).Concat(line.FindPassedOver()).FirstOrDefault();
    }
}
