namespace FlashFlow.Chaos.Plan;

/// <summary>One fault to one component, such as <c>kill redis</c>.</summary>
/// <param name="Fault">What befalls it.</param>
/// <param name="Component">Its name, such as <c>front-1</c> or <c>redis</c>.</param>
internal sealed record InjectedFault(Fault Fault, string Component)
{
    public override string ToString() => Fault switch
    {
        Fault.MakeReadOnly => $"make {Component} read-only",
        Fault.CutOff => $"cut {Component} off",
        Fault.FailOver => $"replace {Component}",
        _ => $"{Fault.ToString().ToLowerInvariant()} {Component}",
    };
}
