namespace FlashFlow.Tools.Demo;

/// <summary>One thing that a demo run must show.</summary>
/// <param name="Claim">What must hold.</param>
/// <param name="Wrong">Why it does not; null when it does.</param>
internal sealed record DemoCheck(string Claim, string? Wrong)
{
    public bool Holds => Wrong is null;
}
