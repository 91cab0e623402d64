using System.Diagnostics;
using System.Text.RegularExpressions;
using FlashFlow.Testing;

namespace FlashFlow.Deployment.Tests;

/// <summary>How the launcher chooses the edition: it runs here, in a copy of the build files or in the repository.</summary>
public sealed partial class EditionTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly string place = Directory.CreateTempSubdirectory("flashflow-edition-").FullName;

    [Fact]
    public async Task Where_packages_do_not_restore_it_is_the_standalone_edition_and_one_line_names_the_first_missing()
    {
        CopyBuildFiles();
        OfferNoPackages();

        var (code, output) = await RunAsync(place, "edition");

        var says = Assert.Single(output);
        var package = Regex.Match(says, "^edition: standalone \\(the cluster edition's package (.+) does not restore here\\)$").Groups[1].Value;
        Assert.True(package.Length > 0, says);
        Assert.Contains($"Unable to find package {package}.", File.ReadLines(Path.Combine(place, "state/logs/restore.log")).First(), StringComparison.Ordinal);
        Assert.Contains($"\"{package}\"", File.ReadAllText(Path.Combine(place, "Directory.Packages.props")), StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Whoever_asks_for_the_standalone_edition_gets_it()
    {
        var (code, output) = await RunAsync(RealServices.Root, "edition", "--edition", "standalone");

        Assert.Equal("edition: standalone (as asked)", Assert.Single(output));
        Assert.Equal(0, code);
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    private void CopyBuildFiles()
    {
        Copy(RealServices.Root, SearchOption.TopDirectoryOnly, "flashflow", "global.json", "*.props", "*.sln", "*.slnf");
        Copy(Path.Combine(RealServices.Root, "src"), SearchOption.AllDirectories, "*.csproj", "*.props");
        Copy(Path.Combine(RealServices.Root, "bench"), SearchOption.AllDirectories, "*.csproj");
        Copy(Path.Combine(RealServices.Root, "tests"), SearchOption.AllDirectories, "*.csproj", "*.props");
    }

    private void Copy(string from, SearchOption depth, params string[] patterns)
    {
        foreach (var file in patterns.SelectMany(pattern => Directory.EnumerateFiles(from, pattern, depth)))
        {
            var target = Path.Combine(place, Path.GetRelativePath(RealServices.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private void OfferNoPackages()
    {
        Directory.CreateDirectory(Path.Combine(place, "nothing"));
        File.WriteAllText(
            Path.Combine(place, "nuget.config"),
            """
            <configuration>
              <packageSources><clear /><add key="nothing" value="nothing" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
    }

    // In the copy nothing of this machine's NuGet counts: not its settings, not the packages it has, nothing in the environment.
    private async Task<(int Code, string[] Output)> RunAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(directory, "flashflow"), arguments) { RedirectStandardOutput = true };
        if (directory == place)
        {
            start.Environment.Clear();
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
            start.Environment["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT");
            start.Environment["DOTNET_NOLOGO"] = "1";
            start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
            start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(place, "home")).FullName;
        }

        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(place, "tmp")).FullName;
        start.Environment["FLASHFLOW_STATE"] = Path.Combine(place, "state");
        using var launcher = Process.Start(start)!;
        try
        {
            var output = await launcher.StandardOutput.ReadToEndAsync().Within($"flashflow {string.Join(' ', arguments)}", Bound);
            await launcher.WaitForExitAsync();
            return (launcher.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            if (!launcher.HasExited)
                launcher.Kill(entireProcessTree: true);
        }
    }
}
