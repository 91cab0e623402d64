namespace FlashFlow.Load;

/// <summary>A stretch of an open loop: requests at one rate for some time.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="PerSecond">Requests per second, more than zero.</param>
/// <param name="Duration">How long.</param>
public sealed record OpenLoadStage(string Name, double PerSecond, TimeSpan Duration);
