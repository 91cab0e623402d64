using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.Infrastructure.Tests.Postgres.Feed;

public sealed class FeedCursorTests
{
    [Theory]
    [InlineData(0, 0, "r0.0")]
    [InlineData(12, 345, "r12.345")]
    [InlineData(long.MaxValue, int.MaxValue, "r9223372036854775807.2147483647")]
    public void A_cursor_is_read_as_it_was_written(long range, int seq, string text)
    {
        Assert.Equal(text, new FeedCursor(range, seq).ToString());
        Assert.Equal(new FeedCursor(range, seq), FeedCursor.Find(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("r1")]
    [InlineData("r.1")]
    [InlineData("r1.")]
    [InlineData("1.1")]
    [InlineData("R1.1")]
    [InlineData("r-1.1")]
    [InlineData("r1.-1")]
    [InlineData("r1.1.1")]
    [InlineData(" r1.1")]
    [InlineData("r1.1 ")]
    [InlineData("r1.2147483648")]
    [InlineData("r9223372036854775808.1")]
    [InlineData("r00000000000000000000000000000000000001.1")]
    public void What_is_no_cursor_is_none(string? text) => Assert.Null(FeedCursor.Find(text));
}
