using System.Buffers;
using System.Text.Json;
using FlashFlow.WebFront.Operators.Orders;

namespace FlashFlow.WebFront.Operators.Export;

/// <summary>JSON Lines (https://jsonlines.org): each order as the other calls tell it.</summary>
internal sealed class JsonLinesFormat : OrderFormat
{
    /// <inheritdoc/>
    public override string ContentType => "application/jsonl";

    /// <inheritdoc/>
    public override string Ending => "jsonl";

    /// <inheritdoc/>
    public override void Begin(IBufferWriter<byte> output)
    {
        // Each line says by itself what it is.
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, StoredOrderView order)
    {
        using (var json = new Utf8JsonWriter(output))
            JsonSerializer.Serialize(json, order, FrontJson.Default.StoredOrderView);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public override void End(IBufferWriter<byte> output, ExportTotals totals)
    {
        output.Write("{\"totals\":"u8);
        using (var json = new Utf8JsonWriter(output))
            JsonSerializer.Serialize(json, totals, FrontJson.Default.ExportTotals);
        output.Write("}\n"u8);
    }
}
