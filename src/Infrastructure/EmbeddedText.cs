namespace FlashFlow.Infrastructure;

/// <summary>The scripts that are compiled into this assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>The names of the scripts that end like this, in their order.</summary>
    public static IEnumerable<string> Names(string extension) =>
        typeof(EmbeddedText).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly holds no '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
