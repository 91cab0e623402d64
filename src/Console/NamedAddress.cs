namespace FlashFlow.Console;

/// <summary>An address and what it is called on the pages.</summary>
public sealed record NamedAddress
{
    /// <summary>What it is called, at most 64 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is: <c>http://</c> or <c>https://</c>.</summary>
    public string? Address { get; init; }
}
