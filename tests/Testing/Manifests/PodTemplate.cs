using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FlashFlow.Testing.Manifests;

/// <summary>The pods of a Deployment or StatefulSet, which has one container: what the kubelet gives it.</summary>
public sealed partial class PodTemplate
{
    private readonly IReadOnlyList<JsonObject> objects;

    /// <param name="objects">All that was built with it.</param>
    /// <param name="workload">The Deployment or StatefulSet.</param>
    public PodTemplate(IReadOnlyList<JsonObject> objects, JsonObject workload)
    {
        this.objects = objects;
        Name = (string)workload["metadata"]!["name"]!;
        Spec = (JsonObject)workload["spec"]!["template"]!["spec"]!;
        Container = (JsonObject)Spec["containers"]!.AsArray().Single()!;
        SecretKeys = [.. Variables.Select(variable => variable["valueFrom"]?["secretKeyRef"]).OfType<JsonObject>().Select(KeyIn)];
    }

    /// <summary>That of a Deployment.</summary>
    public static PodTemplate OfDeployment(IReadOnlyList<JsonObject> objects, string name) =>
        new(objects, objects.Single(built => Kustomization.Describe(built) == $"Deployment {name}"));

    /// <summary>The workload's.</summary>
    public string Name { get; }

    /// <summary>What a pod is made of.</summary>
    public JsonObject Spec { get; }

    /// <summary>The container.</summary>
    public JsonObject Container { get; }

    /// <summary>What it takes from Secrets, as <c>secret/key</c>.</summary>
    public IReadOnlyList<string> SecretKeys { get; }

    /// <summary>The user that it runs as.</summary>
    public int User => (int)Spec["securityContext"]!["runAsUser"]!;

    /// <summary>The group.</summary>
    public int Group => (int)Spec["securityContext"]!["runAsGroup"]!;

    /// <summary>Its ports by their names.</summary>
    public IReadOnlyDictionary<string, int> Ports =>
        Container["ports"]!.AsArray().ToDictionary(port => (string)port!["name"]!, port => (int)port!["containerPort"]!);

    private IEnumerable<JsonObject> Variables => (Container["env"] as JsonArray ?? []).Cast<JsonObject>();

    /// <summary>The environment of the container in one pod.</summary>
    /// <param name="pod">Its name.</param>
    /// <param name="address">Its address.</param>
    /// <param name="secrets">Values by <c>secret/key</c>.</param>
    /// <exception cref="InvalidDataException">A value comes from a place that there is not.</exception>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string pod, string address, IReadOnlyDictionary<string, string> secrets)
    {
        var environment = new Dictionary<string, string>();
        foreach (var source in (Container["envFrom"] as JsonArray ?? []).Select(source => (string)source!["configMapRef"]!["name"]!))
            foreach (var (key, value) in ConfigMap(source))
                environment[key] = (string)value!;
        foreach (var variable in Variables)
            environment[(string)variable["name"]!] = Expand(ValueOf(variable, pod, address, secrets), environment);
        return environment;
    }

    private JsonObject ConfigMap(string name) =>
        objects.SingleOrDefault(built => Kustomization.Describe(built) == $"ConfigMap {name}")?["data"] as JsonObject
        ?? throw new InvalidDataException($"{Name} reads the ConfigMap {name}, which there is not.");

    private string ValueOf(JsonObject variable, string pod, string address, IReadOnlyDictionary<string, string> secrets)
    {
        if ((string?)variable["value"] is { } value)
            return value;
        if (variable["valueFrom"]?["secretKeyRef"] is JsonObject secret)
            return secrets.TryGetValue(KeyIn(secret), out var kept) ? kept : throw new InvalidDataException($"{Name} reads {KeyIn(secret)}, which nobody has made.");
        return (string?)variable["valueFrom"]?["fieldRef"]?["fieldPath"] switch
        {
            "metadata.name" => pod,
            "metadata.namespace" => "flashflow",
            "status.podIP" => address,
            _ => throw new InvalidDataException($"{Name} has a variable without a value: {variable.ToJsonString()}"),
        };
    }

    // $(NAME) is what was said before of NAME.
    private string Expand(string value, Dictionary<string, string> before) => Reference().Replace(value, reference =>
        before.TryGetValue(reference.Groups[1].Value, out var known) ? known : throw new InvalidDataException($"{Name} refers to {reference.Value}, which is not known by then."));

    private static string KeyIn(JsonObject reference) => $"{reference["name"]}/{reference["key"]}";

    [GeneratedRegex(@"\$\(([^)]+)\)")]
    private static partial Regex Reference();
}
