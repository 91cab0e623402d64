using FlashFlow.Bench.Generators;

namespace FlashFlow.Tools.Tests.Bench.Generators;

public sealed class WrkGeneratorTests
{
    private const string SoldOut = """
        Running 5s test @ http://127.0.0.1:3000/buy
          1 threads and 100 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     2.41ms    1.06ms  26.74ms   90.21%
            Req/Sec    42.16k     3.17k   46.37k    78.00%
          Latency Distribution
             50%    2.19ms
             75%    2.55ms
             90%  906.00us
             99%    1.02s
          209780 requests in 5.00s, 39.61MB read
          Socket errors: connect 1, read 2, write 3, timeout 4
          Non-2xx or 3xx responses: 209000
        Requests/sec:  41952.34
        Transfer/sec:      7.92MB
        """;

    [Fact]
    public void Refusals_count_where_they_are_what_is_counted()
    {
        var run = WrkGenerator.Read(SoldOut, status => status == 409);

        Assert.Equal(209_000 / 5.0, run.PerSecond, precision: 3);
        Assert.Equal(780, run.Statuses[WrkGenerator.Succeeded]);
        Assert.Equal(209_000, run.Statuses[WrkGenerator.Refused]);
        Assert.Equal(10, run.Errors);
    }

    [Fact]
    public void Accepted_buys_count_where_they_are_what_is_counted() =>
        Assert.Equal(780 / 5.0, WrkGenerator.Read(SoldOut, status => status == 202).PerSecond, precision: 3);

    [Fact]
    public void Times_come_in_several_units()
    {
        var latency = WrkGenerator.Read(SoldOut, _ => true).Latency;

        Assert.Equal(2.19, latency.P50!.Value, precision: 3);
        Assert.Equal(0.906, latency.P90!.Value, precision: 3);
        Assert.Equal(1_020, latency.P99!.Value, precision: 3);
        Assert.Null(latency.P999);
        Assert.Equal(26.74, latency.Max!.Value, precision: 3);
    }

    [Fact]
    public void Where_all_succeed_there_is_no_line_of_refusals()
    {
        var output = string.Join('\n', SoldOut.Split('\n').Where(line => !line.Contains("Non-2xx", StringComparison.Ordinal) && !line.Contains("Socket", StringComparison.Ordinal)));

        var run = WrkGenerator.Read(output, status => status == 202);

        Assert.Equal(209_780 / 5.0, run.PerSecond, precision: 3);
        Assert.Equal(0, run.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unable to connect to 127.0.0.1:3000 Connection refused")]
    [InlineData("many requests in no time")]
    public void What_is_no_output_of_wrk_is_refused(string output) => Assert.Throws<FormatException>(() => WrkGenerator.Read(output, _ => true));
}
