using System.Text;

namespace FlashFlow.Core.Outbox;

/// <summary>Entries of one outbox, with numbers that follow each other, which the broker has confirmed together.</summary>
internal sealed class AwaitedRun(SeqRange numbers, IEnumerable<string> ids, int count)
{
    private const char Separator = ',';

    // A quarter of what the strings would take, where a store that is away makes them many.
    private readonly byte[] ids = Encoding.ASCII.GetBytes(string.Join(Separator, ids));

    /// <summary>Their numbers.</summary>
    public SeqRange Numbers { get; } = numbers;

    /// <summary>How many entries.</summary>
    public int Count { get; } = count;

    /// <summary>When the broker confirmed them, as a timestamp.</summary>
    public required long ConfirmedAt { get; init; }

    /// <summary>Their ids.</summary>
    public IEnumerable<string> Ids => Encoding.ASCII.GetString(ids).Split(Separator);
}
