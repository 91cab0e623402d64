using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Hosting;

namespace FlashFlow.WebFront.Tracing;

/// <summary>Traces calls where telemetry is exported; otherwise no call passes anything of this.</summary>
internal static class TracingRegistration
{
    public static IServiceCollection AddCallTraces(this IServiceCollection services) => services.AddValidatedOptions<TelemetryOptions>("FlashFlow:Telemetry");

    public static void UseCallTraces(this WebApplication app)
    {
        if (app.Configuration.ExportsTelemetry())
            app.UseMiddleware<CallTraces>();
    }

    /// <summary>Marks each call of the group, also those that come later.</summary>
    public static RouteGroupBuilder TraceCalls(this RouteGroupBuilder calls)
    {
        ((IEndpointConventionBuilder)calls).Finally(TracedCall.Mark);
        return calls;
    }
}
