using System.Net;
using System.Net.Sockets;

namespace FlashFlow.WebFront.Tests;

/// <summary>A caller who writes bytes, not requests.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient client;
    private readonly StringBuilder received = new();
    private readonly byte[] buffer = new byte[4_096];

    private RawConnection(TcpClient client) => this.client = client;

    /// <summary>Everything that has come so far.</summary>
    public string Received => received.ToString();

    /// <param name="address">The front.</param>
    /// <param name="from">The caller's own address; null for the usual one.</param>
    public static async Task<RawConnection> OpenAsync(Uri address, IPAddress? from = null)
    {
        var client = new TcpClient(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await client.ConnectAsync(address.Host, address.Port).Within("a raw connection");
        return new(client);
    }

    /// <summary>Sends bytes. The front may close the line in the middle of what it will not read; what it said before stays readable.</summary>
    public async Task SendAsync(string bytes)
    {
        try
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
        }
        catch (IOException)
        {
            // It was closed.
        }
    }

    /// <summary>Reads until this has come.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (!Received.Contains(text, StringComparison.Ordinal))
            Assert.True(await ReadAsync($"'{text}'"), $"The front closed the connection without '{text}': {Received}");
        return Received;
    }

    /// <summary>Reads until the front has closed the connection.</summary>
    /// <returns>Everything that came.</returns>
    public async Task<string> ReadToEndAsync()
    {
        while (await ReadAsync("the end of the connection"))
        {
        }

        return Received;
    }

    public void Dispose() => client.Dispose();

    private async Task<bool> ReadAsync(string awaited)
    {
        try
        {
            var length = await client.GetStream().ReadAsync(buffer).AsTask().Within($"{awaited} after '{Received}'");
            received.Append(Encoding.Latin1.GetString(buffer, 0, length));
            return length > 0;
        }
        catch (IOException)
        {
            return false; // A reset is an end too.
        }
    }
}
