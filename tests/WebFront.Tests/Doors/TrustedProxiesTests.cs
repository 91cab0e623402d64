using System.Net;
using FlashFlow.WebFront.Doors;

namespace FlashFlow.WebFront.Tests.Doors;

/// <summary>Whose word on a caller's address counts. The address shows in the limit by address.</summary>
public sealed class TrustedProxiesTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private static readonly IPAddress Proxy = IPAddress.Parse("127.0.0.50");
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.60");

    [Fact]
    public async Task A_trusted_proxy_says_who_calls_and_callers_cannot_say_it_for_it()
    {
        await using var front = await StartAsync(("FlashFlow:Front:TrustedProxies", "127.0.0.50, 10.0.0.0/8"));

        await UseUpAsync(front, Proxy, "192.0.2.1");

        // What stands further left, a caller may have written; a row of trusted proxies is followed.
        Assert.Equal(429, await CallAsync(front, Proxy, "192.0.2.9, 192.0.2.1", times: 20));
        Assert.Equal(429, await CallAsync(front, Proxy, "192.0.2.1, 10.1.2.3", times: 20));
        Assert.Equal(404, await CallAsync(front, Proxy, "192.0.2.2"));
        Assert.Equal(404, await CallAsync(front, Proxy, "192.0.2.1, 192.0.2.3"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.50")]
    public async Task Nobody_else_says_who_calls(string trusted)
    {
        await using var front = await StartAsync(("FlashFlow:Front:TrustedProxies", trusted));

        await UseUpAsync(front, Stranger, "192.0.2.1");

        Assert.Equal(429, await CallAsync(front, Stranger, "192.0.2.2", times: 20));
    }

    [Fact]
    public async Task The_demos_calls_are_not_for_whom_a_proxy_brings_from_elsewhere()
    {
        await using var front = await StartAsync(RunningFront.InDemoMode, ("FlashFlow:Front:TrustedProxies", "127.0.0.50"));
        using var connection = await RawConnection.OpenAsync(front.Address, Proxy);

        await connection.SendAsync("POST /init HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1, 192.0.2.1\r\nContent-Length: 0\r\n\r\n");

        await connection.ReadUntilAsync("\"code\":\"loopback_only\"");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" , ", "")]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("2001:db8::1,10.0.0.0/8", "2001:db8::1/128 10.0.0.0/8")]
    public void Addresses_and_networks_are_read(string text, string networks)
    {
        Assert.True(TrustedProxies.TryParse(text, out var read));
        Assert.Equal(networks, string.Join(' ', read));
    }

    [Theory]
    [InlineData("proxy")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0-10.0.0.9")]
    public void What_is_no_network_is_refused(string text) => Assert.False(TrustedProxies.TryParse(text, out _));

    private Task<RunningFront> StartAsync(params (string Key, string Value)[] settings) => RunningFront.StartAsync(
        Sandbox,
        [.. settings, ("FlashFlow:RateLimit:PerAddressPerSecond", "1"), ("FlashFlow:RateLimit:AddressBurst", "3")]);

    private static async Task UseUpAsync(RunningFront front, IPAddress from, string forwardedFor) =>
        Assert.Equal(429, await CallAsync(front, from, forwardedFor, times: 1_000));

    /// <returns>The status of the first call that was one too many, or of the last.</returns>
    private static async Task<int> CallAsync(RunningFront front, IPAddress from, string forwardedFor, int times = 1)
    {
        for (var call = 1; ; call++)
        {
            using var connection = await RawConnection.OpenAsync(front.Address, from);
            await connection.SendAsync($"GET /products/ghost HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {forwardedFor}\r\nConnection: close\r\n\r\n");
            var status = int.Parse((await connection.ReadToEndAsync()).AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
            if (status == 429 || call == times)
                return status;
        }
    }
}
