namespace FlashFlow.Infrastructure.Redis;

/// <summary>Puts scripts together out of the files beside this one.</summary>
internal static class LuaScript
{
    /// <summary>A script with these parts before it. Its first line, which says what it may do, stays the first.</summary>
    public static string With(string[] parts, string name) => Of(Text(parts), name);

    /// <summary>A script with this text before it; its first line stays the first.</summary>
    public static string Of(string before, string name)
    {
        var script = Text(name);
        var firstLine = script.IndexOf('\n', StringComparison.Ordinal) + 1;
        return script.Insert(firstLine, before);
    }

    /// <summary>Parts, one after the other.</summary>
    public static string Text(params string[] parts) => string.Concat(parts.Select(part => EmbeddedText.Read($"{part}.lua")));
}
