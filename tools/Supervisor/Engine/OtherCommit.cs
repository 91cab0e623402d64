using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Engine;

/// <summary>Another commit of a repository, built beside this checkout among the data of a state directory, with which it goes.</summary>
/// <param name="Source">The repository.</param>
/// <param name="State">Where it is built.</param>
public sealed record OtherCommit(string Source, StateDirectory State)
{
    // What a comparison builds. A commit that has all of them is one build for both modes, is started and prepared as this one is, and
    // understands the same settings.
    private static readonly string[] Projects =
        ["src/WebFront/WebFront.csproj", "src/Silo/Silo.csproj", "src/Drain/Drain.csproj", "tools/Operator/Operator.csproj"];

    private string Directory => Path.Combine(State.Data, "against");

    /// <summary>Whether a commit can be built and started beside this one.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="reference">As git takes it: a branch, a tag, a hash, <c>HEAD~3</c>.</param>
    /// <returns>Why not, in words that go on from its name; null when it can.</returns>
    public static async Task<string?> RefuseAsync(string source, string reference)
    {
        if (await FindAsync(source, reference) is not { } hash)
            return "git knows no such commit here.";
        var (_, found) = await GitAsync(source, default, ["ls-tree", "-r", "--name-only", hash, "--", .. Projects]);
        var missing = Projects.Except(found.Split('\n')).ToList();
        return missing.Count == 0 ? null : $"it has no {missing[0]}, so it cannot be built and started as this commit is.";
    }

    /// <summary>The library of one of its programs.</summary>
    /// <param name="project">Its project, such as <c>WebFront</c>.</param>
    public string ProgramOf(string project) => Path.Combine(Directory, "artifacts", "bin", project, "release", $"FlashFlow.{project}.dll");

    /// <summary>Builds a commit.</summary>
    /// <exception cref="SupervisorException">It cannot be had, or its build fails.</exception>
    public async Task BuildAsync(string reference, CancellationToken cancellation)
    {
        var log = State.LogOf("build-against");
        // A clone leaves nothing behind in the repository, as a worktree would if this ended early. It shares the objects.
        var succeeded = await FindAsync(Source, reference) is { } hash
            && (await GitAsync(Source, cancellation, "clone", "--quiet", "--shared", "--no-checkout", ".", Directory)).ExitCode == 0
            && (await GitAsync(Directory, cancellation, "checkout", "--quiet", "--detach", hash)).ExitCode == 0
            && await BuildAsync(log, cancellation);
        if (!succeeded)
            throw new SupervisorException($"{reference} could not be built.", log);
        await CompileAheadAsync(cancellation);
    }

    private static async Task<string?> FindAsync(string source, string reference)
    {
        var (exitCode, hash) = await GitAsync(source, default, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{reference}^{{commit}}");
        return exitCode == 0 ? hash.Trim() : null;
    }

    private static Task<(int ExitCode, string Output)> GitAsync(string directory, CancellationToken cancellation, params string[] arguments) =>
        new ShortCommand("git", arguments) { Directory = directory }.RunAsync(cancellation);

    private async Task<bool> BuildAsync(LogFile log, CancellationToken cancellation)
    {
        var filter = Path.Combine(Directory, "against.slnf");
        var projects = string.Join(", ", Projects.Select(project => $"\"{project.Replace("/", "\\\\", StringComparison.Ordinal)}\""));
        await File.WriteAllTextAsync(filter, $$"""{ "solution": { "path": "FlashFlow.sln", "projects": [{{projects}}] } }""", cancellation);
        // Neither MSBuild's helper processes nor the compiler's outlive it.
        var build = new ShortCommand("dotnet", "build", filter, "-c", "Release", "-v", "quiet", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false")
        {
            Directory = Directory,
            Environment = new Dictionary<string, string?> { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
            Log = log,
        };
        return (await build.RunAsync(cancellation)).ExitCode == 0;
    }

    // As ./flashflow does with this checkout, or one of the two would have a head start. Where there is no compiler, neither has.
    private async Task CompileAheadAsync(CancellationToken cancellation)
    {
        var compile = Path.Combine(Directory, "tools", "Ahead", "compile");
        if (File.Exists(compile))
            await new ShortCommand(compile) { Log = State.LogOf("ahead-against") }.RunAsync(cancellation);
    }
}
