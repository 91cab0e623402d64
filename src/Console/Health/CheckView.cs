namespace FlashFlow.Console.Health;

/// <summary>What a process says of one of the things it needs.</summary>
/// <param name="Name">Such as <c>redis</c>.</param>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Description">What is wrong; null where nothing is.</param>
/// <param name="Since">Since when it has been like this.</param>
public sealed record CheckView(string Name, string Status, string? Description, DateTimeOffset Since)
{
    /// <summary>Status of what is well.</summary>
    public const string Healthy = "Healthy";

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsWell => Status == Healthy;
}
