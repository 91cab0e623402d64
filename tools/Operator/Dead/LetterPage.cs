using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;

namespace FlashFlow.Operator.Dead;

/// <summary>Shows all that is known of one dead letter.</summary>
internal static class LetterPage
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, ReviewedLetter letter)
    {
        output.WriteLine($"id          {letter.Letter.Id}");
        output.WriteLine($"SHA-256     {letter.Letter.Fingerprint}");
        output.WriteLine($"reason      {letter.Letter.Reason}");
        output.WriteLine($"first seen  {LetterTable.Time(letter.Letter.FirstSeen)} UTC");
        output.WriteLine($"last seen   {LetterTable.Time(letter.LastSeen)} UTC");
        output.WriteLine($"attempts    {letter.Letter.Attempts}");
        output.WriteLine($"product     {letter.ProductId ?? "cannot be read"}");
        output.WriteLine($"holds       {LetterTable.Contents(letter)}");
        output.WriteLine($"body        {letter.Letter.Body.Length} bytes");
        output.WriteLine();
        foreach (var line in OrderMessage.Lines(letter.Letter.Body))
            output.WriteLine(Readable(line));
    }

    // What came from outside must not command the terminal it is shown on.
    private static string Readable(ReadOnlyMemory<byte> line) => string.Concat(
        Pretty(line).Select(character => char.IsControl(character) && character is not ('\n' or '\t') ? '\uFFFD' : character));

    private static string Pretty(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            using var pretty = new MemoryStream();
            using (var writer = new Utf8JsonWriter(pretty, Indented))
                document.WriteTo(writer);
            return Encoding.UTF8.GetString(pretty.ToArray());
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(line.Span);
        }
    }
}
