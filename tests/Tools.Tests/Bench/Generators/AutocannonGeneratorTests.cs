using FlashFlow.Bench.Generators;

namespace FlashFlow.Tools.Tests.Bench.Generators;

public sealed class AutocannonGeneratorTests
{
    private const string Mixed = """
        {"url":"http://127.0.0.1:3000/buy","connections":100,"pipelining":1,"workers":0,"duration":5.02,"errors":7,"timeouts":3,"mismatches":0,
         "non2xx":199900,"1xx":0,"2xx":100,"3xx":0,"4xx":199900,"5xx":0,"resets":0,
         "statusCodeStats":{"202":{"count":100},"409":{"count":199900}},
         "latency":{"average":2.1,"p50":2,"p90":3,"p97_5":5,"p99":7,"p99_9":21,"max":44,"totalCount":200000},
         "requests":{"average":40000,"total":200000,"sent":200100},"throughput":{"average":1,"total":5}}
        """;

    [Fact]
    public void What_counts_is_told_by_status()
    {
        var run = AutocannonGenerator.Read(Mixed, status => status == 409);

        Assert.Equal(199_900 / 5.02, run.PerSecond, precision: 3);
        Assert.Equal(100, run.Statuses[202]);
        Assert.Equal(7, run.Errors);
    }

    [Fact]
    public void Latencies_are_in_milliseconds() =>
        Assert.Equal(new(2, 3, 7, 21, 44), AutocannonGenerator.Read(Mixed, _ => true).Latency);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("autocannon: command not found")]
    public void What_is_no_output_of_autocannon_is_refused(string output) => Assert.Throws<FormatException>(() => AutocannonGenerator.Read(output, _ => true));
}
