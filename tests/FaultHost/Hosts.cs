using FlashFlow.Drain;
using FlashFlow.Silo;
using FlashFlow.WebFront;

namespace FlashFlow.FaultHost;

/// <summary>The processes of the product.</summary>
internal static class Hosts
{
    public static WebApplication Build(string process, string[] args, Action<IServiceCollection> adapt) => process switch
    {
        "WebFront" => Front.Build(args, adapt),
        "Silo" => SiloProcess.Build(args, adapt),
        "Drain" => DrainProcess.Build(args, adapt),
        _ => throw new InvalidOperationException($"There is no process {process}."),
    };
}
