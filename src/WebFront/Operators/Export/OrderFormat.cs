using System.Buffers;
using FlashFlow.WebFront.Operators.Orders;

namespace FlashFlow.WebFront.Operators.Export;

/// <summary>A form in which a sale's orders are taken away: a line for each.</summary>
internal abstract class OrderFormat
{
    /// <summary>The media type.</summary>
    public abstract string ContentType { get; }

    /// <summary>How a file of it ends.</summary>
    public abstract string Ending { get; }

    /// <summary>Writes what stands before the first order of all.</summary>
    public abstract void Begin(IBufferWriter<byte> output);

    /// <summary>Writes an order, with the end of its line.</summary>
    public abstract void Write(IBufferWriter<byte> output, StoredOrderView order);

    /// <summary>Writes the last line.</summary>
    public abstract void End(IBufferWriter<byte> output, ExportTotals totals);
}
