namespace FlashFlow.Core.Reviewing;

/// <summary>Dead letters in somebody's hands. Those that were not removed go back when it is disposed of, or when its process dies.</summary>
public interface IHeldLetters : IAsyncDisposable
{
    /// <summary>The letters, in the order in which they lay there.</summary>
    IReadOnlyList<HeldLetter> Letters { get; }
}
