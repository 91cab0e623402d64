
namespace FlashFlow.Testing;

/// <summary>A test that stops servers: it runs only where the launcher has started them itself.</summary>
public sealed class ServersFactAttribute : FactAttribute
{
    public ServersFactAttribute()
    {
        if (!RealServices.AreOurs)
            Skip = "It stops servers, and those of this run were not started by the launcher.";
    }
}
