using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using Npgsql;

namespace FlashFlow.Testing;

/// <summary>A primary and a standby of one test's own, of which the primary commits only what the standby has, too. Whoever connects by <see cref="ConnectionString"/> names both.</summary>
public sealed class PostgresPair : IAsyncDisposable
{
    private const string User = "flashflow";

    private readonly string directory = Directory.CreateTempSubdirectory("flashflow-postgres-").FullName;
    private readonly PostgresInstallation installation;
    private (SupervisedProcess Process, int Port) primary;
    private (SupervisedProcess Process, int Port) standby;

    private PostgresPair(PostgresInstallation installation) => this.installation = installation;

    /// <summary>How to connect, as Npgsql writes it.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Username={User};Database=postgres;Target Session Attributes=primary";

    public static async Task<PostgresPair> StartAsync()
    {
        var pair = new PostgresPair(await PostgresInstallation.FindAsync(version: null) ?? throw new InvalidOperationException("There is no PostgreSQL here."));
        try
        {
            await pair.StartBothAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The standby gets nothing any more, and the primary goes on waiting for it.</summary>
    public async Task CutOffStandbyAsync()
    {
        await SetAsync(standby.Port, "primary_conninfo = ''");
        await Eventually.HoldsAsync("a primary without a standby", async () => await AskAsync<long>(primary.Port, "SELECT count(*) FROM pg_stat_replication") == 0);
    }

    /// <summary>The primary does not wait for the standby any more.</summary>
    public Task CommitAloneAsync() => SetAsync(primary.Port, "synchronous_standby_names = ''");

    /// <summary>The primary takes no writes any more.</summary>
    public Task MakePrimaryReadOnlyAsync() => SetAsync(primary.Port, "default_transaction_read_only = on");

    /// <summary>The primary is killed.</summary>
    public Task KillPrimaryAsync() => primary.Process.KillAsync();

    /// <summary>The primary keeps its connections and answers nobody.</summary>
    public void FreezePrimary() => primary.Process.Freeze();

    /// <summary>Makes the standby a primary.</summary>
    public async Task PromoteAsync()
    {
        if (!await AskAsync<bool>(standby.Port, "SELECT pg_promote()"))
            throw new InvalidOperationException("The standby was not promoted.");
    }

    /// <summary>Orders in the standby.</summary>
    public Task<long> CountOrdersAsync() => AskAsync<long>(standby.Port, "SELECT count(*) FROM orders");

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in new[] { primary, standby })
            if (process is not null)
                await process.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task StartBothAsync()
    {
        // PostgreSQL works here as a user of its own.
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres:", directory);
        await RunAsync(PostgresData.As(
            installation.InitDb, "-D", DataOf("primary"), "--auth=trust", $"--username={User}", "--encoding=UTF8", "--locale=C"));
        primary = await StartAsync("primary");
        await RunAsync(PostgresData.As(
            Path.Combine(installation.Directory, "pg_basebackup"), "-D", DataOf("standby"),
            "-h", "127.0.0.1", "-p", $"{primary.Port}", "-U", User, "--write-recovery-conf", "--checkpoint=fast"));
        standby = await StartAsync("standby");
        await SetAsync(primary.Port, "synchronous_standby_names = '*'");
        await Eventually.HoldsAsync(
            "a synchronous standby",
            async () => await AskAsync<long>(primary.Port, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'") == 1);
    }

    private string DataOf(string server) => Path.Combine(directory, server);

    private async Task<(SupervisedProcess Process, int Port)> StartAsync(string server)
    {
        var port = FreePort.Find();
        var command = PostgresData.As(
            installation.Server, "-D", DataOf(server), "-c", "listen_addresses=127.0.0.1", "-c", $"port={port}", "-c", "unix_socket_directories=",
            "-c", "max_connections=200");
        var process = SupervisedProcess.Start(new("postgres", command[0], command[1..]));
        try
        {
            await Eventually.HoldsAsync($"a {server} to answer", () => AnswersAsync(port));
            return (process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task RunAsync(params string[] command)
    {
        var (exitCode, output) = await new ShortCommand(command[0], command[1..]).RunAsync();
        if (exitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {output}");
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            return await AskAsync<int>(port, "SELECT 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task SetAsync(int port, string setting)
    {
        await AskAsync<object?>(port, $"ALTER SYSTEM SET {setting}");
        await AskAsync<bool>(port, "SELECT pg_reload_conf()");
    }

    private static async Task<T> AskAsync<T>(int port, string statement)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username={User};Database=postgres;Pooling=false");
        await using var command = source.CreateCommand(statement);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
