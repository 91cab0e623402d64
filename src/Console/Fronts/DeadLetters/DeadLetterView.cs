namespace FlashFlow.Console.Fronts.DeadLetters;

/// <summary>What could not be stored (G8).</summary>
public sealed record DeadLetterView
{
    public string Id { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>When it was put aside for the first time; null when nobody noted it.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    public int Attempts { get; init; }

    /// <summary>Whether it can be read as orders.</summary>
    public bool IsReadable { get; init; }

    public long Orders { get; init; }

    public long Units { get; init; }

    /// <summary>What else happened to orders, in it.</summary>
    public int Transitions { get; init; }

    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Its body; null in a list.</summary>
    public string? Text { get; init; }
}
