using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>Where PostgreSQL keeps its data, and as whom it runs.</summary>
internal sealed class PostgresData(ProcessSupervisor supervisor)
{
    // PostgreSQL refuses to run as root: root runs it as this user.
    private const string User = "postgres";
    private static readonly string[] AsUser = ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"];

    private readonly StateDirectory state = supervisor.State;

    /// <summary>The data lies in the state directory, or where a file there says.</summary>
    public string Directory =>
        File.Exists(WhereFile) && File.ReadAllText(WhereFile).Trim() is { Length: > 0 } elsewhere ? elsewhere : Path.Combine(state.Data, "postgres");

    /// <summary>True when it does not lie in the state directory.</summary>
    public bool IsElsewhere => File.Exists(WhereFile);

    /// <summary>The major version that wrote it; null when there is none yet.</summary>
    public string? Version => File.Exists(VersionFile) ? File.ReadAllText(VersionFile).Trim() : null;

    /// <summary>PostgreSQL's own lock on the data: the postmaster's id on the first line, <c>ready</c> on the eighth once it takes connections.</summary>
    public string LockFile => Path.Combine(Directory, "postmaster.pid");

    private string WhereFile => Path.Combine(state.Data, "postgres.where");

    private string VersionFile => Path.Combine(Directory, "PG_VERSION");

    /// <summary>A command line that runs a program as the user that PostgreSQL runs as.</summary>
    public static string[] As(params string[] command) => Environment.IsPrivilegedProcess ? [.. AsUser, .. command] : command;

    /// <summary>Decides where the data lies, before there is any.</summary>
    public async Task PlaceAsync(CancellationToken cancellation)
    {
        if (System.IO.Directory.Exists(Directory) || !Environment.IsPrivilegedProcess)
            return;
        await EnsureUserAsync(cancellation);
        if (await SucceedsAsync(As("test", "-x", state.Data), cancellation))
            return;
        var elsewhere = $"/var/tmp/flashflow-{state.Identity}";
        System.IO.Directory.CreateDirectory(elsewhere);
        if (new DirectoryInfo(elsewhere).LinkTarget is not null || !await SucceedsAsync(["test", "-O", elsewhere], cancellation))
            throw new SupervisorException($"{elsewhere} belongs to someone else.");
        File.SetUnixFileMode(elsewhere, (UnixFileMode)Convert.ToInt32("711", 8));
        var data = Path.Combine(elsewhere, "postgres");
        if (System.IO.Directory.Exists(data)) // of a state directory that is gone
            System.IO.Directory.Delete(data, recursive: true);
        await File.WriteAllTextAsync(WhereFile, data + "\n", cancellation);
        supervisor.Say($"postgres: keeping its data in {elsewhere}, because its user cannot enter {state.Data}.");
    }

    /// <summary>Creates the database if there is none: made beside its place, and moved there when it is whole.</summary>
    public async Task CreateAsync(PostgresInstallation installation, CancellationToken cancellation)
    {
        if (Version is not null)
            return;
        supervisor.Say("postgres: creating the database ...");
        var fresh = $"{Directory}.new";
        var password = $"{fresh}.password";
        if (System.IO.Directory.Exists(fresh))
            System.IO.Directory.Delete(fresh, recursive: true);
        System.IO.Directory.CreateDirectory(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(password, "flashflow", cancellation);
        var isMade = (!Environment.IsPrivilegedProcess || await SucceedsAsync(["chown", $"{User}:", fresh, password], cancellation))
            && await SucceedsAsync(
                As(installation.InitDb, "-D", fresh, "--auth=scram-sha-256", "--username=flashflow", $"--pwfile={password}", "--encoding=UTF8", "--locale=C"),
                cancellation)
            && await SucceedsAsync(As(installation.Server, "--single", "-D", fresh, "postgres"), cancellation, "CREATE DATABASE flashflow\n");
        File.Delete(password);
        if (!isMade)
            throw new SupervisorException("the database could not be created.", state.LogOf("postgres"));
        System.IO.Directory.Move(fresh, Directory);
    }

    /// <summary>
    /// A killed postmaster that nobody has reaped yet looks alive to the next one, which would refuse to start. Its lock goes only when no
    /// process works in the data directory any more.
    /// </summary>
    public void ClearStaleLock()
    {
        if (!File.Exists(LockFile) || !int.TryParse(File.ReadLines(LockFile).FirstOrDefault(), out var id) || ProcessStat.FindStart(id) is not null)
            return;
        if (!ProcessStat.Ids().Any(process => new FileInfo($"/proc/{process}/cwd").LinkTarget == Directory))
            File.Delete(LockFile);
    }

    private async Task EnsureUserAsync(CancellationToken cancellation)
    {
        if (!await SucceedsAsync(["getent", "passwd", User], cancellation)
            && !await SucceedsAsync(["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", User], cancellation))
            throw new SupervisorException("PostgreSQL does not run as root, and the user postgres could not be created.");
    }

    private async Task<bool> SucceedsAsync(string[] command, CancellationToken cancellation, string input = "")
    {
        var (exitCode, _) = await new ShortCommand(command[0], command[1..]) { Input = input, Log = state.LogOf("postgres") }.RunAsync(cancellation);
        return exitCode == 0;
    }
}
