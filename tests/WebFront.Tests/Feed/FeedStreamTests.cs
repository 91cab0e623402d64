namespace FlashFlow.WebFront.Tests.Feed;

/// <summary>The feed as server-sent events, on real streams.</summary>
public sealed class FeedStreamTests(ClusterFront shared) : FeedTests(shared)
{
    [Fact]
    public async Task A_stream_tells_what_happened_and_then_what_happens()
    {
        await StoreAsync(1, 2);
        using var reader = await FeedStreamReader.OpenAsync(Front, $"/products/{Product}/events");
        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal([0, 1, 2], await reader.SeqsAsync(3));

        await StoreAsync(3, 4);
        Assert.Equal([3, 4], await reader.SeqsAsync(2));
    }

    [Fact]
    public async Task G10_a_reader_whose_connection_breaks_goes_on_after_the_last_id()
    {
        await StoreAsync(1, 5);
        string id;
        using (var reader = await FeedStreamReader.OpenAsync(Front, $"/products/{Product}/events"))
        {
            await reader.SeqsAsync(3);
            id = reader.LastId!;
            Assert.Equal($"{Epoch}.2", id);
        }

        // Another sale has begun meanwhile: the stream goes on in its own.
        await Sandbox.StartSaleAsync(Product, stock: 1);
        await Sandbox.AdvanceFeedAsync();
        using var again = await FeedStreamReader.OpenAsync(OtherFront, $"/products/{Product}/events", id);
        Assert.Equal([3, 4, 5], await again.SeqsAsync(3));
    }

    [Fact]
    public async Task All_sales_are_streamed_by_their_cursors()
    {
        await StoreAsync(1, 1);
        var last = await FindEndAsync();
        using var reader = await FeedStreamReader.OpenAsync(Front, "/events", last);
        await StoreAsync(2, 3);
        Assert.Equal([2, 3], await reader.SeqsAsync(2));
        using var again = await FeedStreamReader.OpenAsync(Front, $"/events?after={last}");
        Assert.Equal([2, 3], await again.SeqsAsync(2));
        Assert.Equal(reader.LastId, again.LastId);
    }

    [Fact]
    public async Task A_quiet_stream_tells_that_it_goes_on()
    {
        await StoreAsync(1, 1);
        using var reader = await FeedStreamReader.OpenAsync(Front, $"/products/{Product}/events?after=1");
        Assert.Equal(":", await reader.NextLineAsync());
        Assert.Equal(":", await reader.NextLineAsync());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("x.1")]
    [InlineData("1.x")]
    [InlineData("r1.1")]
    public async Task What_is_no_id_of_the_stream_is_refused(string id)
    {
        await StoreAsync(1, 1);
        (await Front.SendAsync(HttpMethod.Get, $"/products/{Product}/events", null, Key, Stream, ("Last-Event-ID", id))).IsProblem(422, "invalid_page");
        (await Front.SendAsync(HttpMethod.Get, $"/products/{Product}/events?epoch={Epoch}", null, Key, Stream, ("Last-Event-ID", $"{Epoch + 1}.1"))).IsProblem(422, "invalid_page");
    }

    private static (string, string) Key => ("Authorization", $"Bearer {RunningFront.ViewerKey}");

    private static (string, string) Stream => ("Accept", "text/event-stream");
}
