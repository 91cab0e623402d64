using System.Text.Json.Serialization;
using FlashFlow.WebFront.Operators.Orders;

namespace FlashFlow.WebFront.Operators.Export;

/// <summary>The last line of an export: what all lines before it say together, by which whoever has them knows that none is missing.</summary>
/// <remarks>It is that of the whole file, also in an answer that goes on after a position.</remarks>
internal sealed class ExportTotals
{
    /// <summary>Number of orders.</summary>
    public long Orders { get; private set; }

    /// <summary>Units that were ordered.</summary>
    public long Units { get; private set; }

    /// <summary>Units of those that wait to be paid for.</summary>
    public long Held { get; private set; }

    /// <summary>Units of those that are confirmed and not cancelled.</summary>
    public long Sold { get; private set; }

    /// <summary>Units that were cancelled.</summary>
    public long Cancelled { get; private set; }

    /// <summary>What the sold units cost, in minor units, as far as the orders say it.</summary>
    public decimal Amount { get; private set; }

    /// <summary>ISO 4217, null where no order says one.</summary>
    public string? Currency { get; private set; }

    /// <summary>Every transition up to this one is in the export; the feed goes on after it.</summary>
    public required long Seq { get; init; }

    /// <summary>Of all bytes before this line, in hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public string Sha256 { get; set; } = "";

    /// <summary>Counts an order.</summary>
    public void Add(StoredOrderView order)
    {
        Orders++;
        Units += order.Quantity;
        Cancelled += order.Cancelled;
        Currency ??= order.Currency;
        if (order.Status == "held")
            Held += order.Quantity;
        if (order.Status != "confirmed")
            return;
        var sold = order.Quantity - order.Cancelled;
        Sold += sold;
        Amount += (decimal)(order.Amount ?? 0) / order.Quantity * sold;
    }
}
