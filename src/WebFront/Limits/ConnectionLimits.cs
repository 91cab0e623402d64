using FlashFlow.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FlashFlow.WebFront.Limits;

/// <summary>Hands the limits of connections to Kestrel.</summary>
internal static class ConnectionLimits
{
    // A proxy may take a bare line feed for a part of a header where Kestrel would take it for its end.
    private const string OnlyWholeLineEnds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    public static IServiceCollection AddConnectionLimits(this IServiceCollection services)
    {
        AppContext.SetSwitch(OnlyWholeLineEnds, true);
        services.AddValidatedOptions<ConnectionOptions>("FlashFlow:Connections");
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionOptions>((kestrel, limits) => limits.Apply(kestrel.Limits));
        services.AddOptions<SocketTransportOptions>().Configure<ConnectionOptions>((sockets, limits) => limits.Apply(sockets));
        return services;
    }
}
