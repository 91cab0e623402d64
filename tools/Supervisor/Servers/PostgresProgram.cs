using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>PostgreSQL from programs on this machine.</summary>
internal sealed class PostgresProgram(ProcessSupervisor supervisor) : IServerProgram
{
    private readonly PostgresData data = new(supervisor);

    public async Task<bool> IsInstalledAsync() => await PostgresInstallation.FindAsync(data.Version) is not null;

    public async Task StartAsync(Ports ports, CancellationToken cancellation)
    {
        await data.PlaceAsync(cancellation);
        var installation = await PostgresInstallation.FindAsync(data.Version)
            ?? throw new SupervisorException($"the data in {data.Directory} needs PostgreSQL {data.Version}, which is not installed.");
        await data.CreateAsync(installation, cancellation);
        data.ClearStaleLock();
        supervisor.Start(Describe(installation, ports)).Dispose();
    }

    public Task AwaitAsync(Ports ports, CancellationToken cancellation) =>
        supervisor.AwaitAsync("postgres", _ => Task.FromResult(TakesConnections()), TimeSpan.FromSeconds(60), cancellation);

    private ProgramDescription Describe(PostgresInstallation installation, Ports ports)
    {
        var command = PostgresData.As(
            installation.Server, "-D", data.Directory,
            "-c", "listen_addresses=127.0.0.1", "-c", $"port={ports.Postgres}", "-c", "unix_socket_directories=",
            "-c", "fsync=on", "-c", "synchronous_commit=on",
            "-c", "max_connections=200", "-c", "shared_buffers=256MB");
        return new("postgres", command[0], command[1..]);
    }

    private bool TakesConnections()
    {
        try
        {
            var lines = File.ReadAllLines(data.LockFile);
            return lines.Length > 7 && lines[0] == $"{supervisor.RecordOf("postgres").Id}" && lines[7].StartsWith("ready", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
