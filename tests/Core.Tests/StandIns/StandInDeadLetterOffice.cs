using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Dead letters to be held, and an orders queue that can be away.</summary>
public sealed class StandInDeadLetterOffice(Journal journal) : IDeadLetterOffice
{
    public List<DeadLetter> Letters { get; } = [];

    public bool IsAway { get; set; }

    public Task<IHeldLetters> TakeAsync(int max) => Task.FromResult<IHeldLetters>(new Held(this, journal));

    public Task ReplayAsync(DeadLetter letter)
    {
        if (IsAway)
            throw new BrokerUnavailableException("no confirm in time");
        journal.Write($"replay {Encoding.UTF8.GetString(letter.Body.Span)}");
        return Task.CompletedTask;
    }

    private sealed class Held(StandInDeadLetterOffice office, Journal journal) : IHeldLetters
    {
        public IReadOnlyList<HeldLetter> Letters { get; } = [.. office.Letters.Select(letter => new HeldLetter(letter, () =>
        {
            journal.Write($"remove {Encoding.UTF8.GetString(letter.Body.Span)}");
            office.Letters.Remove(letter);
            return Task.CompletedTask;
        }))];

        public ValueTask DisposeAsync()
        {
            journal.Write("put back");
            return ValueTask.CompletedTask;
        }
    }
}
