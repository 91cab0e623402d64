using System.Buffers.Text;

namespace FlashFlow.Load;

/// <summary>A body that came in chunks (RFC 9112, section 7.1).</summary>
internal static class ChunkedBody
{
    /// <summary>Joins the chunks at the front of <paramref name="raw"/>, once all of them are there; until then nothing is moved.</summary>
    /// <exception cref="InvalidDataException">These are no chunks.</exception>
    public static bool TryJoin(Span<byte> raw, out int bodyLength, out int consumed) =>
        TryWalk(raw, join: false, out bodyLength, out consumed) && TryWalk(raw, join: true, out bodyLength, out consumed);

    private static bool TryWalk(Span<byte> raw, bool join, out int bodyLength, out int consumed)
    {
        bodyLength = consumed = 0;
        while (TryTakeLine(raw, ref consumed, out var line))
        {
            if (!Utf8Parser.TryParse(line, out int length, out var digits, 'x') || length < 0 || (digits < line.Length && line[digits] is not (byte)';' and not (byte)' '))
                throw new InvalidDataException("a chunk did not say how long it is");
            if (length == 0)
                return TrySkipTrailers(raw, ref consumed);
            if (raw.Length - consumed - 2 < length)
                return false;
            if (raw[consumed + length] != '\r' || raw[consumed + length + 1] != '\n')
                throw new InvalidDataException("a chunk did not end where it said");

            if (join)
                raw.Slice(consumed, length).CopyTo(raw[bodyLength..]);
            bodyLength += length;
            consumed += length + 2;
        }

        return false;
    }

    private static bool TrySkipTrailers(ReadOnlySpan<byte> raw, ref int consumed)
    {
        while (TryTakeLine(raw, ref consumed, out var line))
        {
            if (line.IsEmpty)
                return true;
        }

        return false;
    }

    private static bool TryTakeLine(ReadOnlySpan<byte> raw, ref int consumed, out ReadOnlySpan<byte> line)
    {
        var end = raw[consumed..].IndexOf("\r\n"u8);
        line = end < 0 ? [] : raw.Slice(consumed, end);
        consumed += end < 0 ? 0 : end + 2;
        return end >= 0;
    }
}
