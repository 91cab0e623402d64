namespace FlashFlow.Load;

/// <summary>A tenth of a second of an open loop.</summary>
/// <param name="Accepted">Requests due in it that were answered 202.</param>
/// <param name="Median">Median latency of those; zero when there are none.</param>
/// <param name="NotAccepted">Requests due in it that were not: another answer, none, or not sent.</param>
public readonly record struct OpenLoadSlice(int Accepted, TimeSpan Median, int NotAccepted);
