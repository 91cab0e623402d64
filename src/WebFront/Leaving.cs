using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.WebFront;

/// <summary>
/// Has a front leave its load balancer before it stops: <c>/health/ready</c> says no at once, and for <see cref="FrontOptions.LeaveSeconds"/>
/// everything is answered as before.
/// </summary>
internal sealed class Leaving(FrontOptions options, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedLifecycleService, IHealthCheck
{
    private readonly TimeSpan span = TimeSpan.FromSeconds(options.LeaveSeconds);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The front is about to stop.") : HealthCheckResult.Healthy());

    /// <summary>Ends what goes on without an end, at some moment of the leaving: not all who watch are to come to the other fronts at once.</summary>
    /// <param name="end">What ends it.</param>
    public CancellationTokenRegistration EndLater(CancellationTokenSource end) =>
        lifetime.ApplicationStopping.Register(() => end.CancelAfter(span * Random.Shared.NextDouble()));

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Where a signal has asked for the stop it has been said already.
        lifetime.StopApplication();
        return Task.Delay(span, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
