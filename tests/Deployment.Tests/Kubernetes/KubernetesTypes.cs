using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;

namespace FlashFlow.Deployment.Tests.Kubernetes;

/// <summary>Kubernetes' own kinds of objects, as KubernetesClient has them.</summary>
internal static class KubernetesTypes
{
    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Dictionary<string, Type> Known = typeof(V1Pod).Assembly.GetTypes()
        .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(pair => pair.Entity is not null)
        .ToDictionary(pair => Name(pair.Entity!.Group, pair.Entity.ApiVersion, pair.Entity.Kind), pair => pair.Type);

    /// <summary>Whether the object is of a kind that comes with Kubernetes.</summary>
    public static bool Has(JsonObject built) => Known.ContainsKey(Name(built));

    /// <summary>Reads an object.</summary>
    /// <exception cref="JsonException">It has a field that its type does not know, or a value of another type.</exception>
    public static object Read(JsonObject built) => built.Deserialize(Known[Name(built)], Strict)!;

    private static string Name(JsonObject built)
    {
        var version = ((string)built["apiVersion"]!).Split('/');
        return Name(version.Length == 2 ? version[0] : "", version[^1], (string)built["kind"]!);
    }

    private static string Name(string group, string version, string kind) => $"{group}/{version}/{kind}";
}
