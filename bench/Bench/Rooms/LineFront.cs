using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FlashFlow.Load;

namespace FlashFlow.Bench.Rooms;

/// <summary>A product's line at a front: the calls of its shoppers, and what their telephones hear.</summary>
internal sealed class LineFront(Uri front, string productId) : IDisposable
{
    private const int Connections = 200;
    private const int BufferBytes = 8 * 1_024;

    // As the shopper's page does it.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(4);

    private readonly string path = $"/products/{productId}";
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = front };
    private readonly byte[] watch = RequestBytes.Of(new() { Uri = front, Method = "GET", Path = $"/products/{productId}/live" });
    private volatile Event latest = new([], null);

    /// <exception cref="ToolFailedException">The front says something else.</exception>
    public async Task<LineView> LookAsync(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync($"{path}/room", cancellation);
        return await ReadAsync<LineView>(answer, cancellation);
    }

    /// <summary>Joins, or asks where one stands who has joined.</summary>
    /// <exception cref="ToolFailedException">The front says something else.</exception>
    public async Task<LineTurn> JoinAsync(string shopperId, CancellationToken cancellation)
    {
        using var answer = await PostAsync("room", new { shopperId }, cancellation);
        return await ReadAsync<LineTurn>(answer, cancellation);
    }

    public async Task LeaveAsync(string shopperId, string receipt, CancellationToken cancellation)
    {
        using var answer = await PostAsync("room/leave", new { shopperId, receipt }, cancellation);
    }

    /// <summary>Whether one unit was had.</summary>
    public async Task<bool> BuyAsync(string shopperId, string pass, CancellationToken cancellation)
    {
        using var answer = await PostAsync("orders", new { shopperId, quantity = 1, pass }, cancellation);
        return answer.StatusCode == HttpStatusCode.Accepted;
    }

    /// <summary>What one telephone hears of the line, by a stream of its own.</summary>
    /// <exception cref="ToolFailedException">The stream cannot be had, or ends.</exception>
    public async IAsyncEnumerable<LineView> HearAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, front.Port), cancellation);
        await socket.SendAsync(watch, cancellation);
        var buffer = new byte[BufferBytes];
        for (var filled = 0; ;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellation);
            if (count == 0)
                throw new ToolFailedException($"The front does not let everybody watch: {Encoding.ASCII.GetString(buffer, 0, filled)}");
            filled += count;
            var end = buffer.AsSpan(0, filled).LastIndexOf("\n\n"u8);
            if (end < 0)
                continue;
            var line = Understand(buffer.AsSpan(0, end));
            buffer.AsSpan((end + 2)..filled).CopyTo(buffer);
            filled -= end + 2;
            if (line is not null)
                yield return line;
        }
    }

    public void Dispose() => http.Dispose();

    // Of several events the last. Thousands hear the same, and it is read for the first of them.
    private LineView? Understand(ReadOnlySpan<byte> events)
    {
        var text = events[(events.LastIndexOf("data: "u8) + "data: "u8.Length)..];
        var known = latest;
        if (!text.SequenceEqual(known.Text))
            latest = known = new(text.ToArray(), JsonSerializer.Deserialize<Told>(text, JsonSerializerOptions.Web)!.Line);
        return known.Line;
    }

    private async Task<HttpResponseMessage> PostAsync(string call, object body, CancellationToken cancellation)
    {
        while (true)
        {
            using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, MediaTypeNames.Application.Json);
            var answer = await http.PostAsync($"{path}/{call}", content, cancellation);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                return answer;
            answer.Dispose();
            await Task.Delay(AskAgainAfter, cancellation);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation) => answer.IsSuccessStatusCode
        ? (await answer.Content.ReadFromJsonAsync<T>(cancellation))!
        : throw new ToolFailedException($"{answer.RequestMessage} was answered {(int)answer.StatusCode}.");

    private sealed record Event(byte[] Text, LineView? Line);

    private sealed record Told(LineView? Line);
}
