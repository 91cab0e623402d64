using System.Buffers;
using System.Globalization;
using System.Text;
using FlashFlow.WebFront.Operators.Orders;

namespace FlashFlow.WebFront.Operators.Export;

/// <summary>Comma-separated values (RFC 4180), UTF-8, that a spreadsheet opens without calculating anything.</summary>
internal sealed class CsvFormat : OrderFormat
{
    private const string LineEnd = "\r\n";

    // In the order in which JSON has them.
    private static readonly (string Name, Func<StoredOrderView, string?> Read)[] Columns =
    [
        ("productId", order => order.ProductId),
        ("epoch", order => Number(order.Epoch)),
        ("orderId", order => order.OrderId.ToString()),
        ("position", order => Number(order.Position)),
        ("shopperId", order => order.ShopperId),
        ("quantity", order => Number(order.Quantity)),
        ("status", order => order.Status),
        ("amount", order => Number(order.Amount)),
        ("currency", order => order.Currency),
        ("paymentRef", order => order.PaymentRef),
        ("reinstated", order => order.Reinstated ? "true" : "false"),
        ("cancelled", order => Number(order.Cancelled)),
        ("expiresAt", order => Time(order.ExpiresAt)),
        ("acceptedAt", order => Time(order.AcceptedAt)),
        ("cartId", order => order.CartId?.ToString()),
    ];

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <inheritdoc/>
    public override string ContentType => "text/csv; charset=utf-8; header=present";

    /// <inheritdoc/>
    public override string Ending => "csv";

    /// <inheritdoc/>
    public override void Begin(IBufferWriter<byte> output) => WriteLine(output, Columns.Select(column => column.Name));

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, StoredOrderView order) => WriteLine(output, Columns.Select(column => Cell(column.Read(order) ?? "")));

    /// <inheritdoc/>
    public override void End(IBufferWriter<byte> output, ExportTotals totals) => WriteLine(
        output,
        // Under the names of the columns where there is one for it.
        Columns.Select(column => column.Name switch
        {
            "productId" => "#totals",
            "orderId" => $"orders={totals.Orders}",
            "position" => $"seq={totals.Seq}",
            "shopperId" => $"sha256={totals.Sha256}",
            "quantity" => Number(totals.Units)!,
            "status" => $"held={totals.Held} sold={totals.Sold}",
            "amount" => totals.Amount.ToString("0", CultureInfo.InvariantCulture),
            "currency" => totals.Currency ?? "",
            "cancelled" => Number(totals.Cancelled)!,
            _ => "",
        }));

    /// <summary>
    /// A text as a cell. One that a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets take for "this is a text"
    /// (https://owasp.org/www-community/attacks/CSV_Injection).
    /// </summary>
    internal static string Cell(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
            text = $"'{text}";
        return text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static void WriteLine(IBufferWriter<byte> output, IEnumerable<string> cells) => Encoding.UTF8.GetBytes($"{string.Join(',', cells)}{LineEnd}", output);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
