using FlashFlow.Drain;
using FlashFlow.WebFront;

namespace FlashFlow.FaultHost;

/// <summary>The processes of the standalone edition.</summary>
internal static class Hosts
{
    public static WebApplication Build(string process, string[] args, Action<IServiceCollection> adapt) => process switch
    {
        "WebFront" => Front.Build(args, adapt),
        "Drain" => DrainProcess.Build(args, adapt),
        _ => throw new InvalidOperationException($"There is no process {process} in the standalone edition."),
    };
}
