using System.Diagnostics;

namespace FlashFlow.Testing;

/// <summary>Stops, kills and starts the servers of the test run, by the launcher.</summary>
public static class Servers
{
    public static Task StopAsync(string name) => LaunchAsync("stop", name);

    public static Task KillAsync(string name) => LaunchAsync("kill", name);

    public static Task FreezeAsync(string name) => LaunchAsync("freeze", name);

    public static Task ThawAsync(string name) => LaunchAsync("thaw", name);

    public static Task StartAsync(string name) => LaunchAsync("start", name);

    /// <summary>RabbitMQ's own command line.</summary>
    public static Task RabbitMqCtlAsync(params string[] arguments) => LaunchAsync("rabbitmqctl", arguments);

    private static async Task LaunchAsync(string verb, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(RealServices.Root, "flashflow"), ["services", verb, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var launcher = Process.Start(start)!;
        var output = Task.WhenAll(launcher.StandardOutput.ReadToEndAsync(), launcher.StandardError.ReadToEndAsync());
        await launcher.WaitForExitAsync().Within($"flashflow services {verb} {string.Join(' ', arguments)}", TimeSpan.FromSeconds(90));
        if (launcher.ExitCode != 0)
            throw new InvalidOperationException($"flashflow services {verb} {string.Join(' ', arguments)} failed: {string.Join("", await output)}");
    }
}
