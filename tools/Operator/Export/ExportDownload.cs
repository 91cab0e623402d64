using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FlashFlow.Operator.Export;

/// <summary>
/// Reads an export into a file. Where it breaks off it goes on after the last whole line; in the end the hash in the last line says whether
/// the pieces fit together, and where they do not, since an order has changed meanwhile, it begins once more.
/// </summary>
internal sealed partial class ExportDownload(FrontReader front, string path, string file)
{
    private const int MostBreaksInARow = 10;
    private const int MostBeginnings = 3;
    private const int LongestLine = 64 * 1024;
    private const byte LineEnd = (byte)'\n';

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    // The front reads all that is passed over before it goes on.
    private static readonly TimeSpan PatienceToGoOn = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    private long told = Environment.TickCount64;

    /// <summary>Reads until the file is whole.</summary>
    /// <returns>Its last line.</returns>
    /// <exception cref="ToolFailedException">It does not become whole, or the front refuses.</exception>
    /// <exception cref="HttpRequestException">The front does not answer any more.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var part = $"{file}.part";
        for (var beginning = 1; ; beginning++)
        {
            await using var lines = new FileStream(part, FileMode.Create, FileAccess.ReadWrite);
            var pieces = await ReadAsync(lines, cancellation);
            var (lastLine, isWhole) = await CheckAsync(lines, cancellation);
            if (isWhole)
            {
                await lines.DisposeAsync();
                File.Move(part, file, overwrite: true);
                return lastLine;
            }

            if (pieces == 1 || beginning == MostBeginnings)
                throw new ToolFailedException($"The hash in the last line is not that of the lines before it: {part} is not whole.");
            await Console.Error.WriteLineAsync("flashflow: orders have changed while it was broken off: it begins once more.");
        }
    }

    private async Task<int> ReadAsync(FileStream lines, CancellationToken cancellation)
    {
        var (pieces, breaks) = (0, 0);
        for (var after = 0L; ;)
        {
            try
            {
                pieces++;
                await ReadPieceAsync(lines, after, cancellation);
                return pieces;
            }
            catch (HttpRequestException failure)
            {
                var reached = await CutAsync(lines, cancellation);
                breaks = reached > after ? 1 : breaks + 1;
                if (breaks == MostBreaksInARow)
                    throw;
                after = reached;
                await Console.Error.WriteLineAsync($"flashflow: broken off after position {after} ({failure.Message}): it goes on from there.");
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task ReadPieceAsync(FileStream lines, long after, CancellationToken cancellation)
    {
        using var answer = await front.OpenAsync(after == 0 ? path : $"{path}?after={after}", cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[LongestLine];
        var patience = after == 0 ? Patience : PatienceToGoOn;
        while (await ReadAsync(body, buffer, patience, cancellation) is > 0 and var count)
        {
            patience = Patience;
            await lines.WriteAsync(buffer.AsMemory(0, count), cancellation);
            Tell(lines.Length);
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await body.ReadAsync(buffer, limit.Token);
        }
        catch (IOException failure)
        {
            throw new HttpRequestException(failure.Message, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing came for {patience.TotalSeconds:0} s", failure);
        }
    }

    // What stands after the last whole line goes. Returns the position of that line, 0 where there is none: then all begins anew.
    private static async Task<long> CutAsync(FileStream lines, CancellationToken cancellation)
    {
        var (tail, start) = await ReadTailAsync(lines, cancellation);
        var end = Array.LastIndexOf(tail, LineEnd);
        var line = end < 0 ? "" : Encoding.UTF8.GetString(tail.AsSpan(0, end)).Split('\n')[^1];
        var position = Position().Match(line) is { Success: true } match ? long.Parse(match.Groups["position"].ValueSpan) : 0;
        lines.SetLength(position == 0 ? 0 : start + end + 1);
        lines.Position = lines.Length;
        return position;
    }

    private static async Task<(string LastLine, bool IsWhole)> CheckAsync(FileStream lines, CancellationToken cancellation)
    {
        var (tail, start) = await ReadTailAsync(lines, cancellation);
        var lastLine = Encoding.UTF8.GetString(tail).TrimEnd('\r', '\n').Split('\n')[^1];
        var before = start + tail.AsSpan().TrimEnd("\r\n"u8).LastIndexOf(LineEnd) + 1;
        lines.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[LongestLine];
        for (var left = before; left > 0;)
        {
            var count = await lines.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation);
            hash.AppendData(buffer.AsSpan(0, count));
            left -= count;
        }

        return (lastLine, Hash().Match(lastLine).Groups["hash"].Value == Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<(byte[] Tail, long Start)> ReadTailAsync(FileStream lines, CancellationToken cancellation)
    {
        await lines.FlushAsync(cancellation);
        lines.Position = Math.Max(0, lines.Length - LongestLine);
        var start = lines.Position;
        var tail = new byte[lines.Length - start];
        await lines.ReadExactlyAsync(tail, cancellation);
        return (tail, start);
    }

    private void Tell(long bytes)
    {
        if (Environment.TickCount64 - told < TellEvery.TotalMilliseconds)
            return;
        told = Environment.TickCount64;
        Console.Error.WriteLine($"  {bytes / 1e6:N0} MB");
    }

    // As JSON, or as the fourth cell: none of the three before it has a comma.
    [GeneratedRegex("""("position":|^[^,"{]*,[^,]*,[^,]*,)(?<position>[1-9][0-9]*),""")]
    private static partial Regex Position();

    [GeneratedRegex("""(,sha256=|"sha256":")(?<hash>[0-9a-f]{64})""")]
    private static partial Regex Hash();
}
