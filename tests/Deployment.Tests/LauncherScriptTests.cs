using System.Diagnostics;
using FlashFlow.Testing;

namespace FlashFlow.Deployment.Tests;

/// <summary>The script <c>flashflow</c>, which has to do without anything that is built.</summary>
public sealed class LauncherScriptTests : IDisposable
{
    private static readonly string[] Needed = ["bash", "env", "readlink", "dirname", "mkdir", "cat"];

    private readonly string place = Directory.CreateTempSubdirectory("flashflow-script-").FullName;

    [ShellCheckFact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        var (exitCode, output) = await RunAsync("shellcheck", [Script], path: null);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void It_stays_short() => Assert.InRange(File.ReadLines(Script).Count(), 1, 150);

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("up --help")]
    [InlineData("")]
    public async Task Before_anything_is_built_it_lists_the_verbs(string arguments)
    {
        var (exitCode, output) = await RunCopyAsync(arguments);

        Assert.Equal(0, exitCode);
        Assert.All(
            (string[])["up", "demo", "overload", "test", "chaos", "bench", "audit", "rebuild", "dead", "key", "status", "logs", "down", "services"],
            verb => Assert.Contains($"\n  {verb} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_SDK_is_missing_it_says_how_to_get_it()
    {
        var (exitCode, output) = await RunCopyAsync("up");

        Assert.Equal(1, exitCode);
        Assert.Equal("flashflow: the .NET SDK is missing: install .NET 10 or later (https://dot.net).", output.Trim());
    }

    [Fact]
    public async Task Where_the_SDK_is_too_old_it_says_how_to_get_another()
    {
        var dotnet = Path.Combine(place, "dotnet");
        await File.WriteAllTextAsync(dotnet, "#!/usr/bin/env bash\necho 8.0.100\n");
        MakeRunnable(dotnet);

        var (exitCode, output) = await RunCopyAsync("up");

        Assert.Equal(1, exitCode);
        Assert.Equal("flashflow: the .NET SDK is 8.0.100: FlashFlow needs 10 or later (https://dot.net).", output.Trim());
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    private static string Script => Path.Combine(RealServices.Root, "flashflow");

    // A copy in a place where nothing is built and nothing is on the PATH but what it needs.
    private Task<(int ExitCode, string Output)> RunCopyAsync(string arguments)
    {
        var copy = Path.Combine(place, "flashflow");
        File.Copy(Script, copy);
        MakeRunnable(copy);
        foreach (var program in Needed)
            File.CreateSymbolicLink(Path.Combine(place, program), Path.Combine("/usr/bin", program));
        return RunAsync(copy, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), path: place);
    }

    private static void MakeRunnable(string file) => File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, string? path)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("FLASHFLOW_STATE");
        if (path is not null)
            start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().Within($"{program} {string.Join(' ', arguments)}");
        return (process.ExitCode, string.Concat(await output));
    }
}

/// <summary>A test that needs shellcheck.</summary>
public sealed class ShellCheckFactAttribute : FactAttribute
{
    public ShellCheckFactAttribute()
    {
        if (!File.Exists("/usr/bin/shellcheck"))
            Skip = "shellcheck is not installed here: apt-get install shellcheck.";
    }
}
