namespace FlashFlow.Testing;

/// <summary>A test that stops servers: it runs only where they were started for this run.</summary>
public sealed class ServersFactAttribute : FactAttribute
{
    internal const string Reason = "It stops servers, and those of this run were not started by the launcher.";

    public ServersFactAttribute()
    {
        if (!RealServices.AreOurs)
            Skip = Reason;
    }
}

/// <summary>The same for a theory.</summary>
public sealed class ServersTheoryAttribute : TheoryAttribute
{
    public ServersTheoryAttribute()
    {
        if (!RealServices.AreOurs)
            Skip = ServersFactAttribute.Reason;
    }
}
