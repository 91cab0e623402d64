using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>
/// A check that is answered in time, whatever stands still: what has found nothing out by then has found out that it is not well.
/// The look itself goes on, and whoever asks meanwhile waits for the same one, so that no number of askers uses connections up.
/// </summary>
internal sealed class BoundedHealthCheck(Func<IServiceProvider, IHealthCheck> make, TimeProvider time)
{
    /// <summary>How long a check may take. All run at once, so this is how long the whole answer takes at most.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(1.5);

    private readonly Lock gate = new();
    private Task<HealthCheckResult> look = Task.FromResult(HealthCheckResult.Healthy());

    /// <summary>Bounds every check that is registered.</summary>
    public static void BoundAll(HealthCheckServiceOptions options)
    {
        foreach (var registration in options.Registrations)
        {
            var bounded = new BoundedHealthCheck(registration.Factory, TimeProvider.System);
            registration.Factory = services => new Turn(bounded, services);
        }
    }

    private async Task<HealthCheckResult> CheckAsync(IServiceProvider services, HealthCheckContext context)
    {
        Task<HealthCheckResult> current;
        lock (gate)
        {
            if (look.IsCompleted)
                look = Task.Run(() => make(services).CheckHealthAsync(context, CancellationToken.None));
            current = look;
        }

        try
        {
            return await current.WaitAsync(Bound, time);
        }
        catch (TimeoutException) when (!current.IsCompleted)
        {
            return new(context.Registration.FailureStatus, $"{context.Registration.Name} did not answer within {Bound.TotalMilliseconds:0} ms.");
        }
    }

    private sealed class Turn(BoundedHealthCheck check, IServiceProvider services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            check.CheckAsync(services, context);
    }
}
