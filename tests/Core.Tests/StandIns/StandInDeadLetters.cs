using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A dead-letter queue that can be away for some tries.</summary>
public sealed class StandInDeadLetters(Journal journal) : IDeadLetters
{
    private readonly List<DeadLetter> letters = [];

    /// <summary>How many tries from now on find it away.</summary>
    public int AwayFor { get; set; }

    public IReadOnlyList<(string Body, string Reason)> Letters =>
        [.. letters.Select(letter => (Encoding.UTF8.GetString(letter.Body.Span), letter.Reason))];

    public IReadOnlyList<(DateTimeOffset? FirstSeen, int Attempts)> Pasts => [.. letters.Select(letter => (letter.FirstSeen, letter.Attempts))];

    public Task AddAsync(DeadLetter letter)
    {
        if (AwayFor > 0)
        {
            AwayFor--;
            journal.Write("no dead letters now");
            throw new BrokerUnavailableException("no confirm in time");
        }

        journal.Write("dead letter");
        letters.Add(letter);
        return Task.CompletedTask;
    }
}
