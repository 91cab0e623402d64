using FlashFlow.Infrastructure.Hosting;
using Microsoft.AspNetCore.Builder;

namespace FlashFlow.Testing;

/// <summary>A process of the engine as its Program runs it, in the test's own process: one that starts is told to stop at once.</summary>
public static class ServiceRun
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, and what it said on standard error.</returns>
    public static async Task<(int ExitCode, string Error)> ToEndAsync(Func<WebApplication> build)
    {
        var standardError = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            var exitCode = await ServiceProcess.RunAsync(() =>
            {
                var app = build();
                app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
                return app;
            }).Within("the end of the process");
            return (exitCode, error.ToString());
        }
        finally
        {
            Console.SetError(standardError);
        }
    }
}
