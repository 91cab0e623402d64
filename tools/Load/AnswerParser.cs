using System.Buffers.Text;
using System.Text;

namespace FlashFlow.Load;

/// <summary>Reads one HTTP/1.1 answer out of the bytes received so far (RFC 9112): as little of it as a closed loop needs.</summary>
internal static class AnswerParser
{
    /// <summary>Looks whether the answer is complete. A chunked body is put together in place, so a complete answer is parsed once.</summary>
    /// <returns>False when more bytes must come.</returns>
    /// <exception cref="InvalidDataException">It is no answer that can be read here.</exception>
    public static bool TryParse(Span<byte> received, out Answer answer)
    {
        answer = default;
        var headLength = received.IndexOf("\r\n\r\n"u8);
        if (headLength < 0)
            return false;

        var framing = ReadHead(received[..headLength]);
        var rest = received[(headLength + 4)..];
        if (!TryTakeBody(framing, rest, out var bodyLength, out var consumed))
            return false;
        if (consumed != rest.Length)
            throw new InvalidDataException("more bytes came than the answer has");

        answer = new(framing.Status, rest[..bodyLength], framing.Closes);
        return true;
    }

    private static bool TryTakeBody(Framing framing, Span<byte> rest, out int bodyLength, out int consumed)
    {
        if (framing.IsChunked)
            return ChunkedBody.TryJoin(rest, out bodyLength, out consumed);
        bodyLength = consumed = framing.ContentLength;
        return rest.Length >= consumed;
    }

    private static Framing ReadHead(ReadOnlySpan<byte> head)
    {
        var line = TakeLine(ref head);
        if (!line.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(line[9..], out int status, out var digits) || digits != 3 || status < 200)
            throw new InvalidDataException($"an answer began with '{Printable(line)}'");

        var framing = new Framing { Status = status, ContentLength = -1 };
        while (!head.IsEmpty)
            ReadHeader(TakeLine(ref head), ref framing);

        if (status is 204 or 304)
            return framing with { ContentLength = 0, IsChunked = false };
        if (framing.ContentLength < 0 && !framing.IsChunked)
            throw new InvalidDataException("an answer did not say how long it is");
        return framing;
    }

    private static void ReadHeader(ReadOnlySpan<byte> line, ref Framing framing)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
            throw new InvalidDataException($"a header was '{Printable(line)}'");

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
        {
            if (!Utf8Parser.TryParse(value, out int length, out var digits) || digits != value.Length || length < 0)
                throw new InvalidDataException($"a Content-Length was '{Printable(value)}'");
            framing.ContentLength = length;
        }
        else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8))
        {
            if (!Ascii.EqualsIgnoreCase(value, "chunked"u8))
                throw new InvalidDataException($"a Transfer-Encoding was '{Printable(value)}'");
            framing.IsChunked = true;
        }
        else if (Ascii.EqualsIgnoreCase(name, "Connection"u8))
        {
            framing.Closes = Ascii.EqualsIgnoreCase(value, "close"u8);
        }
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("\r\n"u8);
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? [] : head[(end + 2)..];
        return line;
    }

    private static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.Latin1.GetString(text[..Math.Min(text.Length, 60)]).Select(letter => char.IsControl(letter) ? '?' : letter));

    private record struct Framing
    {
        public int Status;
        public int ContentLength;
        public bool IsChunked;
        public bool Closes;
    }
}
