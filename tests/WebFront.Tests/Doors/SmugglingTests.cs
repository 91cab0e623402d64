using System.Text.RegularExpressions;

namespace FlashFlow.WebFront.Tests.Doors;

/// <summary>
/// Requests whose end is ambiguous (RFC 9112, section 11.2): where a proxy in front sees one request and the front two, somebody's order
/// would be somebody else's. Behind each stands a buy that no one sent by the other reading; it must never be answered.
/// </summary>
public sealed partial class SmugglingTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string Order = """{"shopperId":"ada","quantity":1}""";

    public static TheoryData<string, string> Ambiguous => new()
    {
        { "a length and chunks", $"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" },
        { "two lengths", $"Content-Length: {Order.Length}\r\nContent-Length: 5\r\n\r\n{Order}" },
        { "the same length twice", $"Content-Length: {Order.Length}\r\nContent-Length: {Order.Length}\r\n\r\n{Order}" },
        { "a list of lengths", $"Content-Length: {Order.Length}, {Order.Length}\r\n\r\n{Order}" },
        { "a negative length", $"Content-Length: -1\r\n\r\n{Order}" },
        { "a hexadecimal length", $"Content-Length: 0x20\r\n\r\n{Order}" },
        { "a length with a fraction", $"Content-Length: {Order.Length}.0\r\n\r\n{Order}" },
        { "a length beyond 64 bits", $"Content-Length: 18446744073709551648\r\n\r\n{Order}" },
        { "an empty length", $"Content-Length:\r\n\r\n{Order}" },
        { "a space before the colon", $"Content-Length : {Order.Length}\r\n\r\n{Order}" },
        { "an unknown coding", $"Transfer-Encoding: xchunked\r\n\r\n20\r\n{Order}\r\n0\r\n\r\n" },
        { "chunked, but not last", $"Transfer-Encoding: chunked, identity\r\n\r\n20\r\n{Order}\r\n0\r\n\r\n" },
        { "chunks after a space", $"Transfer-Encoding : chunked\r\n\r\n20\r\n{Order}\r\n0\r\n\r\n" },
        { "chunks behind a vertical tab", $"Transfer-Encoding: \vchunked\r\n\r\n20\r\n{Order}\r\n0\r\n\r\n" },
        { "a folded header", $"X-Fold: a\r\n b\r\nContent-Length: {Order.Length}\r\n\r\n{Order}" },
        { "a folded coding", $"Transfer-Encoding:\r\n chunked\r\n\r\n20\r\n{Order}\r\n0\r\n\r\n" },
        { "a header that begins with a space", $" Content-Length: {Order.Length}\r\n\r\n{Order}" },
        { "a bare line feed between headers", $"X-A: a\nContent-Length: {Order.Length}\r\n\r\n{Order}" },
        { "bare line feeds after the head", $"Content-Length: {Order.Length}\n\n{Order}" },
        { "a bare carriage return in a header", $"X-A: a\rContent-Length: 0\r\nContent-Length: {Order.Length}\r\n\r\n{Order}" },
        { "a NUL in a header", $"X-A: a\0b\r\nContent-Length: {Order.Length}\r\n\r\n{Order}" },
        { "a header without a colon", $"Content-Length\r\n\r\n{Order}" },
        { "a negative chunk", $"Transfer-Encoding: chunked\r\n\r\n-20\r\n{Order}\r\n0\r\n\r\n" },
        { "a chunk in hexadecimal notation", $"Transfer-Encoding: chunked\r\n\r\n0x20\r\n{Order}\r\n0\r\n\r\n" },
        { "a chunk beyond 64 bits", $"Transfer-Encoding: chunked\r\n\r\n10000000000000020\r\n{Order}\r\n0\r\n\r\n" },
        { "a chunk without a size", $"Transfer-Encoding: chunked\r\n\r\n\r\n{Order}\r\n0\r\n\r\n" },
        { "a chunk longer than it says", $"Transfer-Encoding: chunked\r\n\r\n1f\r\n{Order}\r\n0\r\n\r\n" },
        { "a chunk that ends with a bare line feed", $"Transfer-Encoding: chunked\r\n\r\n20\r\n{Order}\n0\r\n\r\n" },
        { "a chunk's size that ends with a bare line feed", $"Transfer-Encoding: chunked\r\n\r\n20\n{Order}\r\n0\r\n\r\n" },
        { "a chunk extension that ends with a bare line feed", $"Transfer-Encoding: chunked\r\n\r\n20;x\nyz\r\n{Order}\r\n0\r\n\r\n" },
        { "a chunk extension that ends with a bare carriage return", $"Transfer-Encoding: chunked\r\n\r\n20;x\ryz\r\n{Order}\r\n0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task A_request_that_may_end_in_two_places_ends_the_connection(string what, string request)
    {
        var victim = $"{Product}.victim";
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.StartSaleAsync(victim, stock: 10);
        using var connection = await RawConnection.OpenAsync(Front.Address);

        await connection.SendAsync($"{Head(Product)}{request}{Head(victim)}Content-Length: {Order.Length}\r\n\r\n{Order}");
        var answers = await connection.ReadToEndAsync();

        Assert.True(StatusLine().Count(answers) <= 1, $"With {what} the smuggled request was answered:\n{answers}");
        Assert.True(answers.Length == 0 || answers.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"With {what} the answer was:\n{answers}");
        Assert.Equal(0, (await Sandbox.Sales.FindAsync(victim))!.Orders);
        Assert.Equal(0, (await SaleAsync()).Orders);
    }

    [Fact]
    public async Task Where_chunks_overrule_a_length_the_connection_ends_with_the_answer()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        using var connection = await RawConnection.OpenAsync(Front.Address);

        await connection.SendAsync(
            $"{Head(Product)}Content-Length: {Order.Length}\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{Order}\r\n0\r\n\r\n" +
            $"{Head(Product)}Content-Length: {Order.Length}\r\n\r\n{Order}");
        var answers = await connection.ReadToEndAsync();

        Assert.Equal("HTTP/1.1 202 ", Assert.Single(StatusLine().Matches(answers)).Value);
        Assert.Contains("\r\nConnection: close\r\n", answers, StringComparison.Ordinal);
        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    [Fact]
    public async Task Two_whole_requests_on_one_connection_are_two_requests()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        using var connection = await RawConnection.OpenAsync(Front.Address);

        await connection.SendAsync(
            $"{Head(Product)}Content-Length: {Order.Length}\r\n\r\n{Order}" +
            $"{Head(Product)}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n20;x=y\r\n{Order}\r\n0\r\n\r\n");
        var answers = await connection.ReadToEndAsync();

        Assert.Equal(["HTTP/1.1 202 ", "HTTP/1.1 202 "], StatusLine().Matches(answers).Select(match => match.Value));
        Assert.Equal(2, (await SaleAsync()).Orders);
    }

    private static string Head(string productId) => $"POST /products/{productId}/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    [GeneratedRegex(@"HTTP/1\.1 \d{3} ")]
    private static partial Regex StatusLine();
}
