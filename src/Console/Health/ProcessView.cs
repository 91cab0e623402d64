namespace FlashFlow.Console.Health;

/// <summary>A process as its own <c>/health/ready</c> shows it.</summary>
/// <param name="Name">Such as <c>front-1</c>.</param>
/// <param name="State">Whether it answers, and what.</param>
/// <param name="Since">Since when it has been like this.</param>
/// <param name="Checks">What it says of what it needs; empty where it does not answer.</param>
public sealed record ProcessView(string Name, ProcessState State, DateTimeOffset Since, IReadOnlyList<CheckView> Checks)
{
    /// <summary>What it is: the first word of its name.</summary>
    public string Kind => Name.Split('-')[0];
}
