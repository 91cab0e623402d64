using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A dead-letter queue that can be away for some tries.</summary>
public sealed class StandInDeadLetters(Journal journal) : IDeadLetters
{
    private readonly List<(string Body, string Reason)> letters = [];

    /// <summary>How many tries from now on find it away.</summary>
    public int AwayFor { get; set; }

    public IReadOnlyList<(string Body, string Reason)> Letters => letters;

    public Task AddAsync(ReadOnlyMemory<byte> body, string reason)
    {
        if (AwayFor > 0)
        {
            AwayFor--;
            journal.Write("no dead letters now");
            throw new BrokerUnavailableException("no confirm in time");
        }

        journal.Write("dead letter");
        letters.Add((Encoding.UTF8.GetString(body.Span), reason));
        return Task.CompletedTask;
    }
}
