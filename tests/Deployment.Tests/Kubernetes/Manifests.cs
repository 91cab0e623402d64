using System.Text.Json.Nodes;
using FlashFlow.Console;
using FlashFlow.Drain;
using FlashFlow.Silo;
using FlashFlow.Testing;
using FlashFlow.Testing.Manifests;
using FlashFlow.WebFront;
using k8s.Models;
using Microsoft.AspNetCore.Builder;

namespace FlashFlow.Deployment.Tests.Kubernetes;

/// <summary>What stands in deploy/kubernetes, and the processes that it is about.</summary>
internal static class Manifests
{
    /// <summary>Where it stands.</summary>
    public static readonly string Place = Path.Combine(RealServices.Root, "deploy", "kubernetes");

    // What the command in docs/deployment.md makes, and what pods read of it.
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["flashflow/redis"] = "redis:6379",
        ["flashflow/rabbitmq"] = "amqp://flashflow:secret@rabbitmq:5672/",
        ["flashflow/postgres"] = "Host=postgres;Username=flashflow;Password=secret;Database=flashflow",
        ["flashflow/operator-key"] = "a-key-of-these-tests",
    };

    private static readonly Dictionary<string, Func<string[], WebApplication>> Processes = new()
    {
        ["silo"] = settings => SiloProcess.Build(settings),
        ["front"] = settings => Front.Build(settings),
        ["drain"] = settings => DrainProcess.Build(settings),
        ["console"] = settings => ConsoleProcess.Build(settings),
    };

    /// <summary>Each directory that can be applied.</summary>
    public static TheoryData<string> Directories => [.. Directory.GetDirectories(Place).Select(directory => Path.GetFileName(directory))];

    /// <summary>Each process in each of the directories that have it whole.</summary>
    public static IEnumerable<object[]> Deployments =>
        from overlay in (string[])["demo", "production"] from process in Processes.Keys select new object[] { overlay, process };

    /// <summary>All objects of a directory.</summary>
    public static IReadOnlyList<JsonObject> Build(string directory) => Kustomization.Build(Path.Combine(Place, directory));

    /// <summary>The object of that kind and name.</summary>
    public static JsonObject Find(string directory, string description) => Build(directory).Single(built => Kustomization.Describe(built) == description);

    /// <summary>The object of that type and name.</summary>
    public static T Read<T>(string directory, string name) =>
        Build(directory).Where(KubernetesTypes.Has).Where(built => (string?)built["metadata"]!["name"] == name).Select(KubernetesTypes.Read).OfType<T>().Single();

    /// <summary>What a pod of the process is made of.</summary>
    public static V1PodSpec PodOf(string overlay, string process) => Read<V1Deployment>(overlay, process).Spec.Template.Spec;

    /// <summary>What the kubelet gives a pod of the process.</summary>
    public static PodTemplate TemplateOf(string overlay, string process) => PodTemplate.OfDeployment(Build(overlay), process);

    /// <summary>The environment of a pod of the process, at 10.0.0.11.</summary>
    public static IReadOnlyDictionary<string, string> EnvironmentOf(string overlay, string process) =>
        TemplateOf(overlay, process).EnvironmentOf($"{process}-1", "10.0.0.11", Secrets);

    /// <summary>The process as a pod has it, built and not started.</summary>
    public static WebApplication BuildProcess(string overlay, string process) =>
        Processes[process]([.. EnvironmentOf(overlay, process).Select(variable => $"--{variable.Key.Replace("__", ":", StringComparison.Ordinal)}={variable.Value}")]);
}
