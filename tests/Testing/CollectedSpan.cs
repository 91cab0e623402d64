using System.Text;

namespace FlashFlow.Testing;

/// <summary>A span as a collector got it (https://github.com/open-telemetry/opentelemetry-proto).</summary>
/// <param name="Service">The <c>service.name</c>.</param>
/// <param name="TraceId">The trace, in hexadecimal digits.</param>
/// <param name="Id">The span.</param>
/// <param name="ParentId">The span that it is part of; empty for the first of a trace.</param>
/// <param name="Name">Its name.</param>
public sealed record CollectedSpan(string Service, string TraceId, string Id, string ParentId, string Name)
{
    /// <summary>Reads an <c>ExportTraceServiceRequest</c>.</summary>
    public static IReadOnlyList<CollectedSpan> ReadAll(ReadOnlyMemory<byte> request) =>
    [
        .. from resourceSpans in Fields(request, 1)
           let service = ServiceOf(Fields(resourceSpans, 1).Single())
           from scopeSpans in Fields(resourceSpans, 2)
           from span in Fields(scopeSpans, 2)
           select new CollectedSpan(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(Fields(span, 5).Single())),
    ];

    private static string ServiceOf(ReadOnlyMemory<byte> resource) =>
        Fields(resource, 1)
            .Where(attribute => Text(Fields(attribute, 1).Single()) == "service.name")
            .Select(attribute => Text(Fields(Fields(attribute, 2).Single(), 1).Single()))
            .Single();

    private static string Hex(ReadOnlyMemory<byte> message, int field) =>
        Fields(message, field) is [var bytes] ? Convert.ToHexStringLower(bytes.Span) : "";

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    // Protocol Buffers' wire format: of each field its number and type, then its value. Only those with a length are of use here.
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int wanted)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (var place = 0; place < message.Length;)
        {
            var tag = ReadNumber(message.Span, ref place);
            switch (tag & 7)
            {
                case 0:
                    ReadNumber(message.Span, ref place);
                    break;
                case 1:
                    place += 8;
                    break;
                case 2:
                    var length = (int)ReadNumber(message.Span, ref place);
                    if (tag >> 3 == (ulong)wanted)
                        found.Add(message.Slice(place, length));
                    place += length;
                    break;
                case 5:
                    place += 4;
                    break;
                default:
                    throw new FormatException($"There is no type {tag & 7} of fields.");
            }
        }

        return found;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes, ref int place)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[place++];
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return number;
        }
    }
}
