using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using Npgsql;

namespace FlashFlow.Clusters;

/// <summary>
/// A primary and a standby on loopback, with empty data, of which the primary commits only what the standby has, too. Whoever connects by
/// <see cref="ConnectionString"/> names both.
/// </summary>
public sealed class PostgresPair : IAsyncDisposable
{
    private const string User = "flashflow";

    private readonly string directory = Directory.CreateTempSubdirectory("flashflow-postgres-").FullName;
    private readonly ProcessSupervisor supervisor;
    private readonly PostgresInstallation installation;
    private readonly string prefix;
    private Member? primary;
    private Member? standby;
    private int standbys;

    private PostgresPair(ProcessSupervisor supervisor, PostgresInstallation installation, string prefix) =>
        (this.supervisor, this.installation, this.prefix) = (supervisor, installation, prefix);

    /// <summary>How to connect, as Npgsql writes it.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port};Username={User};Database=postgres;Target Session Attributes=primary";

    /// <summary>The server that takes writes.</summary>
    public Member Primary => primary!;

    /// <summary>The server that follows it.</summary>
    public Member Standby => standby!;

    /// <summary>Starts both.</summary>
    /// <param name="supervisor">Runs them.</param>
    /// <param name="prefix">What their names begin with, before <c>postgres-1</c> and <c>postgres-2</c>.</param>
    /// <exception cref="SupervisorException">There is no PostgreSQL here, or it does not start.</exception>
    public static async Task<PostgresPair> StartAsync(ProcessSupervisor supervisor, string prefix = "")
    {
        var installation = await PostgresInstallation.FindAsync(version: null) ?? throw new SupervisorException("There is no PostgreSQL here.");
        var pair = new PostgresPair(supervisor, installation, prefix);
        return await Cluster.StartAsync(pair, pair.StartBothAsync);
    }

    /// <summary>The standby gets nothing any more, and the primary goes on waiting for it.</summary>
    public async Task CutOffStandbyAsync()
    {
        await SetAsync(Standby, "primary_conninfo = ''");
        await Patience.UntilAsync<NpgsqlException>(
            "a primary without a standby", async () => await AskAsync<long>(Primary, "SELECT count(*) FROM pg_stat_replication") == 0);
    }

    /// <summary>The primary does not wait for the standby any more.</summary>
    public Task CommitAloneAsync() => SetAsync(Primary, "synchronous_standby_names = ''");

    /// <summary>The primary takes no writes any more.</summary>
    public Task MakePrimaryReadOnlyAsync() => SetAsync(Primary, "default_transaction_read_only = on");

    /// <summary>Makes the standby a primary, which waits for nobody.</summary>
    /// <exception cref="SupervisorException">It was not.</exception>
    public async Task PromoteAsync()
    {
        if (!await AskAsync<bool>(Standby, "SELECT pg_promote()"))
            throw new SupervisorException("The standby was not promoted.");
        await SetAsync(Standby, "synchronous_standby_names = ''");
    }

    /// <summary>Once the standby was promoted: gives it a standby in the place of the one that was the primary.</summary>
    /// <exception cref="SupervisorException">It does not follow.</exception>
    public async Task ReplacePrimaryAsync()
    {
        await Primary.KillAsync();
        var port = Primary.Port;
        (primary, standby) = (standby, null);
        await AddStandbyAsync(port);
    }

    /// <summary>Orders in the standby.</summary>
    public Task<long> CountOrdersAsync() => AskAsync<long>(Standby, "SELECT count(*) FROM orders");

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { primary, standby })
            if (server is not null)
                await server.KillAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task StartBothAsync()
    {
        // PostgreSQL works here as a user of its own.
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres:", directory);
        await RunAsync(PostgresData.As(
            installation.InitDb, "-D", DataOf("first"), "--auth=trust", $"--username={User}", "--encoding=UTF8", "--locale=C"));
        primary = Describe("first", "1", FreePort.Find());
        await primary.StartAsync();
        await AddStandbyAsync(FreePort.Find());
    }

    private async Task AddStandbyAsync(int port)
    {
        var data = $"standby-{++standbys}";
        await RunAsync(PostgresData.As(
            Path.Combine(installation.Directory, "pg_basebackup"), "-D", DataOf(data),
            "-h", "127.0.0.1", "-p", $"{Primary.Port}", "-U", User, "--write-recovery-conf", "--checkpoint=fast"));
        standby = Describe(data, Primary.Name.EndsWith('1') ? "2" : "1", port);
        await standby.StartAsync();
        await SetAsync(Primary, "synchronous_standby_names = '*'");
        await Patience.UntilAsync<NpgsqlException>(
            "a synchronous standby",
            async () => await AskAsync<long>(Primary, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'") == 1);
    }

    private string DataOf(string server) => Path.Combine(directory, server);

    private Member Describe(string data, string number, int port)
    {
        var command = PostgresData.As(
            installation.Server, "-D", DataOf(data), "-c", "listen_addresses=127.0.0.1", "-c", $"port={port}", "-c", "unix_socket_directories=",
            "-c", "max_connections=200");
        return new(supervisor, new($"{prefix}postgres-{number}", command[0], command[1..]) { IsReadyAsync = _ => AnswersAsync(port) }, port);
    }

    private static async Task RunAsync(params string[] command)
    {
        var (exitCode, output) = await new ShortCommand(command[0], command[1..]).RunAsync();
        if (exitCode != 0)
            throw new SupervisorException($"{string.Join(' ', command)} failed: {output}");
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

    private static async Task SetAsync(Member server, string setting)
    {
        await AskAsync<object?>(server, $"ALTER SYSTEM SET {setting}");
        await AskAsync<bool>(server, "SELECT pg_reload_conf()");
    }

    private static Task<T> AskAsync<T>(Member server, string statement) => AskAsync<T>(server.Port, statement);

    private static async Task<T> AskAsync<T>(int port, string statement)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username={User};Database=postgres;Pooling=false");
        await using var command = source.CreateCommand(statement);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
