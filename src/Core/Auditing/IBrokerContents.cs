namespace FlashFlow.Core.Auditing;

/// <summary>Looks at the broker from outside: nothing is taken out, not even for a moment.</summary>
public interface IBrokerContents
{
    /// <summary>Messages that wait to be delivered; those in the hands of a drain are not counted.</summary>
    /// <exception cref="Outbox.BrokerUnavailableException">The broker does not answer.</exception>
    Task<long> CountReadyAsync();
}
