using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Infrastructure;

/// <summary>A setting that a library has to be able to read.</summary>
internal static class ReadableText
{
    /// <summary>What the library has against the text; nothing when it can read it.</summary>
    public static IEnumerable<ValidationResult> Check(string text, Func<string, object> read, string member)
    {
        try
        {
            read(text);
            return [];
        }
        catch (ArgumentException failure)
        {
            return [new(failure.Message, [member])];
        }
    }
}
