namespace FlashFlow.Simulation.Tests;

/// <summary>A schedule in which a promise was broken.</summary>
public sealed class BrokenPromiseException(string message, Exception? inner = null) : Exception(message, inner);
