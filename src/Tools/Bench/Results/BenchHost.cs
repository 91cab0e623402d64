namespace FlashFlow.Tools.Bench.Results;

/// <summary>The machine and the software of a bench.</summary>
/// <param name="Class">Such as <c>linux-x64-2core-24gib</c>: machines of one class may be compared with care.</param>
/// <param name="Cores">Processors that the bench could use; the load generator used them too.</param>
/// <param name="MemoryGiB">Memory of the machine.</param>
/// <param name="Processor">Its model.</param>
/// <param name="System">The operating system.</param>
/// <param name="DotNet">The runtime.</param>
/// <param name="Commit">The git commit that was built, with a <c>+</c> when the tree had changes; empty when unknown.</param>
/// <param name="Servers">Versions of Redis, RabbitMQ and PostgreSQL.</param>
public sealed record BenchHost(
    string Class,
    int Cores,
    double MemoryGiB,
    string Processor,
    string System,
    string DotNet,
    string Commit,
    IReadOnlyDictionary<string, string> Servers);
