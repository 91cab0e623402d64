using FlashFlow.Bench.Results;
using FlashFlow.Bench.Rooms;

namespace FlashFlow.Tools.Tests.Bench.Rooms;

public sealed class LineJournalTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly LineJournal journal = new(Start);

    [Fact]
    public void Who_waits_at_a_place_that_was_reached_or_is_in_at_another_was_overtaken()
    {
        journal.Note(null, Turn("waiting", place: 7, admitted: 6), 6);
        journal.Note(null, Turn("in", place: 7, admitted: 7), 6);
        Assert.Equal(0, Result().Overtaken);

        journal.Note(null, Turn("waiting", place: 7, admitted: 6), 7);
        journal.Note(null, Turn("waiting", place: 7, admitted: 7), 0);
        journal.Note(null, Turn("in", place: 7, admitted: 6), 6);
        journal.Note(null, Turn("over", place: 7, admitted: 7), 0);
        Assert.Equal(4, Result().Overtaken);
    }

    [Fact]
    public void A_place_that_is_another_and_a_line_that_goes_back_are_counted()
    {
        journal.Note(Turn("gathering", place: null, admitted: 0), Turn("waiting", place: 7, admitted: 0), 0);
        journal.Note(Turn("waiting", place: 7, admitted: 0), Turn("waiting", place: 7, admitted: 0), 0);
        Assert.Equal(0, Result().Moved);

        journal.Note(Turn("waiting", place: 7, admitted: 0), Turn("waiting", place: 8, admitted: 0), 0);
        journal.Note(Look(1, admitted: 5));
        journal.Note(Look(2, admitted: 4));
        Assert.Equal(2, Result().Moved);
    }

    [Fact]
    public void Those_who_were_passed_over_were_not_let_in_within_a_minute()
    {
        journal.Note(Look(0, admitted: 0));
        journal.Note(Look(1, admitted: 40, skipped: 10));
        journal.Note(Look(60, admitted: 100, skipped: 20));
        journal.Note(Look(61, admitted: 130, skipped: 20));

        Assert.Equal(80, Result().MostInAMinute);
    }

    [Fact]
    public void An_estimate_is_near_that_is_off_by_a_quarter_of_the_time()
    {
        foreach (var estimated in new[] { 74, 75, 125, 126 })
            journal.NoteWait(TimeSpan.FromSeconds(estimated), TimeSpan.FromSeconds(100));

        Assert.Equal((4, 0.5), (Result().Estimates, Result().Near));
    }

    private CrowdResult Result()
    {
        journal.NoteBuy(TimeSpan.Zero, isSold: true);
        journal.NoteTold();
        return journal.ToResult(shoppers: 1, perMinute: 60);
    }

    private static LineTurn Turn(string state, long? place, long admitted) => new(state, 1, "1.00", Look(0, admitted), place);

    private static LineView Look(int second, long admitted, long skipped = 0) => new("moving", Start.AddSeconds(second), 10, admitted, skipped, 0, 0);
}
