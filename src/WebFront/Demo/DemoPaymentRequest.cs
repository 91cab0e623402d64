namespace FlashFlow.WebFront.Demo;

/// <summary>What is asked of the demo's payment provider.</summary>
/// <param name="Amount">In minor units of the currency, 0 or more.</param>
/// <param name="Currency">ISO 4217, in capital letters.</param>
/// <param name="Behaviour"><c>authorise</c>, <c>decline</c>, <c>timeout</c>, <c>late</c> or <c>twice</c>.</param>
/// <param name="OrderId">The order that is paid for.</param>
/// <param name="DelayMs">How late <c>late</c> answers, up to 30,000 ms.</param>
public sealed record DemoPaymentRequest(long? Amount, string? Currency, string Behaviour, Guid? OrderId = null, int DelayMs = DemoPaymentRequest.UsualDelayMs)
{
    /// <summary>How late <c>late</c> answers where nothing is said.</summary>
    public const int UsualDelayMs = 5_000;

    /// <summary>Longest delay, and after so long <c>timeout</c> gives up.</summary>
    public const int MaxDelayMs = 30_000;

    /// <summary>Why no payment can be like this; null when one can.</summary>
    public string? FindDefect() => this switch
    {
        { Amount: null or < 0 } => "The amount must be 0 or more, in minor units of the currency.",
        { Currency: not null } when Core.Sales.Currency.Find(Currency) is null => "The currency must be the code of one in ISO 4217, such as EUR.",
        { Behaviour: not ("authorise" or "decline" or "timeout" or "late" or "twice") } => "The behaviour is authorise, decline, timeout, late or twice.",
        { DelayMs: < 0 or > MaxDelayMs } => $"The delayMs must be from 0 to {MaxDelayMs}.",
        _ => null,
    };
}
