namespace FlashFlow.Bench.Generators;

/// <summary>The generators by their names.</summary>
internal static class Generator
{
    /// <summary>The one of these tools.</summary>
    public const string Own = "own";

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<string> Names = [Own, "autocannon", "wrk"];

    /// <exception cref="ToolFailedException">It is not installed.</exception>
    public static IGenerator Find(string name) => name switch
    {
        Own => new OwnGenerator(),
        "autocannon" => AutocannonGenerator.Find(),
        "wrk" => WrkGenerator.Find(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such generator."),
    };
}
