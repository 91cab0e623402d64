using System.Net;
using System.Text.Json;

namespace FlashFlow.Console.Health;

/// <summary>Asks every process every two seconds how it is, and remembers since when.</summary>
public sealed class ProcessWatch(ConsoleOptions options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3); // a process answers within 1.5 s, if at all

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null }) { Timeout = Patience };
    private volatile IReadOnlyList<ProcessView> processes =
        [.. options.Processes.Select(process => new ProcessView(process.Name!, ProcessState.Unknown, time.GetUtcNow(), []))];

    /// <summary>How they are, in the order of the settings.</summary>
    public IReadOnlyList<ProcessView> Processes => processes;

    /// <summary>Asks each of them once.</summary>
    public async Task LookAsync(CancellationToken cancellation) =>
        processes = await Task.WhenAll(options.Processes.Zip(processes, (process, before) => LookAsync(new Uri(process.Address!), before, cancellation)));

    /// <inheritdoc/>
    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
    }

    private async Task<ProcessView> LookAsync(Uri address, ProcessView before, CancellationToken cancellation)
    {
        var (state, checks) = await AskAsync(address, before, cancellation);
        return new(before.Name, state, state == before.State ? before.Since : time.GetUtcNow(), checks);
    }

    private async Task<(ProcessState State, IReadOnlyList<CheckView> Checks)> AskAsync(Uri address, ProcessView before, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"), cancellation);
            var checks = ReadChecks(await answer.Content.ReadAsStringAsync(cancellation), before);
            if (answer.StatusCode != HttpStatusCode.OK)
                return (ProcessState.NotReady, checks);
            return (checks.All(check => check.IsWell) ? ProcessState.Ready : ProcessState.Degraded, checks);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return (ProcessState.Away, []);
        }
    }

    private List<CheckView> ReadChecks(string body, ProcessView before)
    {
        using var document = JsonDocument.Parse(body);
        var checks = new List<CheckView>();
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("checks", out var all))
            throw new JsonException("no checks");
        foreach (var check in all.EnumerateObject())
        {
            var status = check.Value.GetProperty("status").GetString() ?? "";
            var description = check.Value.TryGetProperty("description", out var said) ? said.GetString() : null;
            var earlier = before.Checks.FirstOrDefault(other => other.Name == check.Name);
            checks.Add(new(check.Name, status, description, earlier?.Status == status ? earlier.Since : time.GetUtcNow()));
        }

        return checks;
    }
}
