using FlashFlow.Supervisor.Engine;

namespace FlashFlow.Supervisor.Tests.Engine;

/// <summary>A commit that is to be compared with this one, in a repository of the test's own.</summary>
public sealed class OtherCommitTests : StateTests
{
    private static readonly string[] Projects = ["src/WebFront/WebFront.csproj", "src/Silo/Silo.csproj", "src/Drain/Drain.csproj", "tools/Operator/Operator.csproj"];

    [Fact]
    public async Task A_commit_that_git_does_not_know_is_refused()
    {
        var source = await CommitAsync([]);

        Assert.Equal("git knows no such commit here.", await OtherCommit.RefuseAsync(source, "no-such-commit"));
        Assert.Equal("git knows no such commit here.", await OtherCommit.RefuseAsync(source, "--all"));
        Assert.Equal("git knows no such commit here.", await OtherCommit.RefuseAsync("/", "HEAD"));
    }

    [Fact]
    public async Task A_commit_of_another_layout_is_refused_with_what_it_lacks() =>
        Assert.Equal(
            "it has no tools/Operator/Operator.csproj, so it cannot be built and started as this commit is.",
            await OtherCommit.RefuseAsync(await CommitAsync(Projects[..3]), "HEAD"));

    [Fact]
    public async Task A_build_that_fails_says_so_with_its_log()
    {
        var source = await CommitAsync(Projects);
        Assert.Null(await OtherCommit.RefuseAsync(source, "HEAD"));

        var failure = await Assert.ThrowsAsync<SupervisorException>(() => new OtherCommit(source, Temporary.State).BuildAsync("HEAD", CancellationToken.None));

        Assert.Equal("HEAD could not be built.", failure.Message);
        Assert.Contains(failure.LastLines, line => line.Contains("error", StringComparison.Ordinal));
    }

    // A repository of one commit with these files, which hold nothing that can be built.
    private async Task<string> CommitAsync(string[] files)
    {
        var source = Directory.CreateDirectory(Temporary.State.PathOf("source")).FullName;
        foreach (var file in files.Append("FlashFlow.sln"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source, file))!);
            await File.WriteAllTextAsync(Path.Combine(source, file), "nothing\n");
        }

        foreach (var command in (string[][])[["init", "--quiet"], ["add", "."], ["-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "all"]])
        {
            var (exitCode, output) = await new ShortCommand("git", command) { Directory = source }.RunAsync();
            Assert.True(exitCode == 0, output);
        }

        return source;
    }
}
