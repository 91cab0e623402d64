namespace FlashFlow.Operator.Demo;

/// <summary>How the demo is run. The defaults are those of the Node.js original: <c>autocannon -c 100 -d 5 -m POST http://localhost:3000/buy</c>.</summary>
internal sealed record DemoOptions
{
    public required Uri Url { get; init; }

    public required int Connections { get; init; }

    public required TimeSpan Duration { get; init; }
}
