using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Testing.Manifests;

namespace FlashFlow.EndToEnd.Tests.Pods;

/// <summary>How a program is started where a pod's container would be: in a network namespace, as the pod's user, with nothing to write to but /tmp.</summary>
internal static class PodSandbox
{
    // What ip makes is a mount namespace, too, so that nobody else sees what is mounted. The program lies where every machine has a directory.
    private const string Script = """
        set -e
        mount --make-rprivate /
        mount --bind "$1" /mnt
        mount -o remount,bind,ro /mnt
        mount -t tmpfs -o mode=1777,size=64m tmp /tmp
        mount -o remount,bind,ro /
        cd /mnt
        user=$2 group=$3
        shift 3
        exec setpriv --reuid "$user" --regid "$group" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
        """;

    /// <summary>Why this machine cannot do so; null where it can.</summary>
    public static string? FindObstacle()
    {
        var probe = $"flashflow-probe-{Environment.ProcessId}";
        if (!Environment.IsPrivilegedProcess)
            return "It makes network namespaces, and may not: it is not run by root.";
        if (Run("ip", "netns", "add", probe) is { } failure)
            return $"It makes network namespaces, and cannot (Debian's package for it is iproute2): {failure}";
        try
        {
            return Run("ip", [.. Inside(probe, Path.GetDirectoryName(Repository.ProgramOf("Silo"))!, 1654, 1654), "dotnet", "--list-runtimes"]) is { } refusal
                ? $"It starts programs as pods do, and cannot: {refusal}"
                : null;
        }
        finally
        {
            Run("ip", "netns", "del", probe);
        }
    }

    /// <summary>Describes a process of a pod.</summary>
    /// <param name="template">What the manifests say of it.</param>
    /// <param name="project">The project that its image is built from.</param>
    /// <param name="networkNamespace">Of the pod.</param>
    /// <param name="environment">Of the container.</param>
    public static ProgramDescription Describe(PodTemplate template, string project, string networkNamespace, IReadOnlyDictionary<string, string> environment)
    {
        var library = Repository.ProgramOf(project);
        return new(
            template.Name, "ip", [.. Inside(networkNamespace, Path.GetDirectoryName(library)!, template.User, template.Group), "dotnet", Path.GetFileName(library)])
        {
            InheritsEnvironment = false,
            Environment = new Dictionary<string, string?>(environment.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)))
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
                ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            },
        };
    }

    private static string[] Inside(string networkNamespace, string directory, int user, int group) =>
        ["netns", "exec", networkNamespace, "/bin/sh", "-c", Script, "sh", directory, $"{user}", $"{group}"];

    private static string? Run(string program, params string[] arguments)
    {
        var (exitCode, output) = Task.Run(() => new ShortCommand(program, arguments).RunAsync()).GetAwaiter().GetResult();
        return exitCode == 0 ? null : output.Trim();
    }
}
