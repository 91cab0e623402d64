namespace FlashFlow.WebFront.Tests.Doors;

/// <summary>Callers who hold a connection without making use of it, at a front with short patience.</summary>
public sealed class SlowCallerTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private static readonly (string Key, string Value)[] ShortPatience =
    [
        ("FlashFlow:Connections:HeadSeconds", "1"),
        ("FlashFlow:Connections:IdleSeconds", "1"),
        ("FlashFlow:Connections:SlownessSeconds", "2"),
        ("FlashFlow:Connections:MinBytesPerSecond", "1000"),
        ("FlashFlow:Connections:MaxOpen", "4"),
        ("FlashFlow:Connections:MaxHeaderBytes", "1024"),
        ("FlashFlow:Connections:MaxHeaders", "8"),
    ];

    [Fact]
    public async Task Whoever_dawdles_with_head_or_body_or_says_nothing_more_is_cut_off()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(Sandbox, ShortPatience);
        using var ofHead = await RawConnection.OpenAsync(front.Address);
        using var ofBody = await RawConnection.OpenAsync(front.Address);
        using var idle = await RawConnection.OpenAsync(front.Address);

        await ofHead.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        await ofBody.SendAsync($"POST /products/{Product}/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n{{");
        await idle.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 408 ", await ofHead.ReadToEndAsync(), StringComparison.Ordinal);
        var answer = await ofBody.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"body_too_slow\"", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await idle.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await SaleAsync()).Orders);
    }

    [Fact]
    public async Task A_connection_too_many_is_closed_unheard_and_a_place_that_is_left_can_be_taken()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox, [.. ShortPatience, ("FlashFlow:Connections:HeadSeconds", "600"), ("FlashFlow:Connections:IdleSeconds", "3600")]);
        var open = new List<RawConnection>();
        for (var i = 0; i < 4; i++)
            open.Add(await AskAsync(front));
        foreach (var connection in open)
            await connection.ReadUntilAsync("HTTP/1.1 200 ");

        using (var surplus = await AskAsync(front))
            Assert.Equal("", await surplus.ReadToEndAsync());

        open[0].Dispose();
        await Eventually.HoldsAsync("a place to become free", async () =>
        {
            using var next = await AskAsync(front, "Connection: close\r\n");
            return (await next.ReadToEndAsync()).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        });
        open.ForEach(connection => connection.Dispose());
    }

    [Theory]
    [InlineData(7, 10, "200")]
    [InlineData(8, 10, "431")]
    [InlineData(1, 900, "200")]
    [InlineData(1, 1_100, "431")]
    public async Task Headers_that_are_too_many_or_too_long_are_refused(int count, int length, string status)
    {
        await using var front = await RunningFront.StartAsync(Sandbox, ShortPatience);
        using var connection = await RawConnection.OpenAsync(front.Address);
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));

        await connection.SendAsync($"GET /health/live HTTP/1.1\r\nHost: x\r\n{headers}\r\n");

        await connection.ReadUntilAsync($"HTTP/1.1 {status} ");
    }

    private static async Task<RawConnection> AskAsync(RunningFront front, string headers = "")
    {
        var connection = await RawConnection.OpenAsync(front.Address);
        await connection.SendAsync($"GET /health/live HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        return connection;
    }
}
