using System.Diagnostics;
using FlashFlow.Testing;

namespace FlashFlow.Deployment.Tests;

/// <summary><c>tools/Ahead/compile</c>, with a compiler that a test plays.</summary>
public sealed class AheadScriptTests : IDisposable
{
    private const string Compiler = """
        #!/usr/bin/env bash
        [[ $1 != *Foreign.dll ]] || exit 1
        echo "compiled $(basename "$1")"
        echo "image of $(cat "$1")" >"$3"
        """;

    private readonly string place = Directory.CreateTempSubdirectory("flashflow-ahead-").FullName;

    public AheadScriptTests()
    {
        Write("tools/Ahead/compile", File.ReadAllText(Script));
        Write("compiler/crossgen2", Compiler);
        Write("bin/dotnet", $$"""
            #!/usr/bin/env bash
            [[ $1 == restore ]] || printf '{ "Properties": {\n "Crossgen2": "{{place}}/compiler",\n "Frameworks": "/",\n "BundledNETCoreAppPackageVersion": "10"\n} }\n'
            """);
        Write("artifacts/bin/Silo/release/Core.dll", "core");
        Write("artifacts/bin/WebFront/release/Core.dll", "core");
    }

    [ShellCheckFact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        var (exitCode, output) = await RunAsync("shellcheck", Script);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task What_several_programs_have_is_compiled_once_and_lies_in_the_place_of_each()
    {
        Assert.Equal((0, "compiled Core.dll\n"), await CompileAsync());

        Assert.Equal(("image of core\n", "image of core\n"), (Read("Silo", "Core"), Read("WebFront", "Core")));
    }

    [Fact]
    public async Task After_a_build_that_changed_nothing_the_same_images_are_put_in_their_places_again()
    {
        await CompileAsync();
        Write("artifacts/bin/Silo/release/Core.dll", "core");

        Assert.Equal((0, ""), await CompileAsync());

        Assert.Equal(("image of core\n", "image of core\n"), (Read("Silo", "Core"), Read("WebFront", "Core")));
    }

    [Fact]
    public async Task What_has_changed_is_compiled_again_and_its_old_image_goes()
    {
        await CompileAsync();
        Write("artifacts/bin/Silo/release/Core.dll", "other");
        Write("artifacts/bin/WebFront/release/Core.dll", "other");

        Assert.Equal((0, "compiled Core.dll\n"), await CompileAsync());

        Assert.Equal("image of other\n", Read("Silo", "Core"));
        Assert.Single(Directory.GetDirectories(Path.Combine(place, "artifacts/ahead")));
    }

    [Fact]
    public async Task What_cannot_be_compiled_stays_as_it_is()
    {
        Write("artifacts/bin/Silo/release/Foreign.dll", "foreign");

        Assert.Equal(0, (await CompileAsync()).ExitCode);

        Assert.Equal(("foreign", "image of core\n"), (Read("Silo", "Foreign"), Read("Silo", "Core")));
    }

    [Fact]
    public async Task Without_a_compiler_it_fails_and_changes_nothing()
    {
        File.Delete(Path.Combine(place, "compiler/crossgen2"));

        Assert.Equal(1, (await CompileAsync()).ExitCode);

        Assert.Equal("core", Read("Silo", "Core"));
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    private static string Script => Path.Combine(RealServices.Root, "tools/Ahead/compile");

    private Task<(int ExitCode, string Output)> CompileAsync() => RunAsync(Path.Combine(place, "tools/Ahead/compile"));

    private string Read(string program, string assembly) => File.ReadAllText(Path.Combine(place, "artifacts/bin", program, "release", $"{assembly}.dll"));

    private void Write(string path, string text)
    {
        var file = Path.Combine(place, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{place}/bin:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().Within(program);
        return (process.ExitCode, await output);
    }
}
