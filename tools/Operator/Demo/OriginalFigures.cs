namespace FlashFlow.Operator.Demo;

/// <summary>What the seed, the Node.js engine that FlashFlow began from, says of itself: its own run on its own machine.</summary>
internal static class OriginalFigures
{
    public const string PerSecond = "17,772 req/s";
    public const string Latency = "5.15 ms";
    public const string Sold = "100 of 100";
    public const string SoldOutAnswers = "88,752";
    public const string NotSaid = "-";
}
