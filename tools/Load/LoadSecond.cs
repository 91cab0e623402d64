namespace FlashFlow.Load;

/// <summary>One second of a run.</summary>
/// <param name="Answers">Requests that were answered in it.</param>
/// <param name="Slowest">The longest that one of them had taken.</param>
public readonly record struct LoadSecond(long Answers, TimeSpan Slowest);
