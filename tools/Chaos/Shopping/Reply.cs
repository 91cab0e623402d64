namespace FlashFlow.Chaos.Shopping;

/// <summary>What a client heard of one request.</summary>
/// <param name="Status">HTTP status; 0 when there was no whole answer.</param>
/// <param name="OrderId">The order it was told of.</param>
/// <param name="Code">The code of a problem.</param>
/// <param name="State">How it was told that the order stands.</param>
internal readonly record struct Reply(int Status, Guid? OrderId = null, string? Code = null, string? State = null)
{
    /// <summary>The shopper has the units.</summary>
    public bool HasOrder => Status is 200 or 202 && OrderId is not null;

    /// <summary>The sale said no.</summary>
    public bool IsRefusal => Status == 409 || Code == "not_admitted";

    /// <summary>The engine could not be asked, and says that nothing was ordered.</summary>
    public bool WasNotTried => Status == 503 && Code is "unavailable" or "overloaded" or "suspended";

    /// <summary>Nobody knows yet: lost, or <c>outcome_unknown</c>.</summary>
    public bool IsUnknown => Status == 0 || (Status == 503 && Code == "outcome_unknown");

    /// <summary>It need not be asked again.</summary>
    public bool IsFinal => !IsUnknown && !WasNotTried;

    /// <summary>None of these: a fault of the engine.</summary>
    public bool IsUnexpected => !(HasOrder || IsRefusal || WasNotTried || IsUnknown);

    public override string ToString() => Status == 0 ? "no answer" : $"{Status} {Code ?? (State is null ? OrderId?.ToString() : $"{State} {OrderId}")}".TrimEnd();
}
