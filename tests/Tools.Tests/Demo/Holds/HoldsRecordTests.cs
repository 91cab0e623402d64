namespace FlashFlow.Tools.Tests.Demo.Holds;

public sealed class HoldsRecordTests
{
    [Fact]
    public void A_unit_stands_empty_from_the_deadline_of_its_hold_to_the_next_hold() =>
        Assert.Equal([TimeSpan.FromMilliseconds(40)], SampleHolds.Record().Vacancies(SampleHolds.Stock));

    [Fact]
    public void What_lapsed_first_counts_as_held_again_first()
    {
        var record = SampleHolds.Record() with
        {
            Held = [SampleHolds.Unit(1, 0), SampleHolds.Unit(2, 10), SampleHolds.Unit(4, 5_300), SampleHolds.Unit(3, 5_100)],
            Paid = new HashSet<Guid> { SampleHolds.Id(3), SampleHolds.Id(4) },
        };

        Assert.Equal([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(290)], record.Vacancies(SampleHolds.Stock));
    }

    [Fact]
    public void What_nobody_held_again_does_not_count()
    {
        var record = SampleHolds.Record();

        Assert.Empty((record with { Held = [.. record.Held.Take(SampleHolds.Stock)] }).Vacancies(SampleHolds.Stock));
        Assert.Empty((record with { Held = [] }).Vacancies(SampleHolds.Stock));
    }
}
