namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A broker, as somebody sees it who may only count.</summary>
public sealed class StandInBroker(Journal journal) : IBrokerContents
{
    public long Ready { get; set; }

    public Task<long> CountReadyAsync()
    {
        journal.Write("count in the broker");
        return Task.FromResult(Ready);
    }
}
