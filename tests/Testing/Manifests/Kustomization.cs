using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FlashFlow.Testing.Manifests;

/// <summary>
/// Builds the manifests of a directory as <c>kubectl kustomize</c> would, as far as ours need it, and is stricter: what lies there must be
/// named, what is named must be there, and what is patched or replaced must exist. Generated names get no hash.
/// </summary>
public sealed class Kustomization
{
    private const string FileName = "kustomization.yaml";

    private static readonly string[] Known = ["apiVersion", "kind", "namespace", "resources", "patches", "images", "configMapGenerator"];

    private readonly string directory;
    private readonly JsonObject said;
    private readonly HashSet<string> named = [FileName];
    private readonly List<JsonObject> objects = [];

    private Kustomization(string directory)
    {
        this.directory = directory;
        said = (JsonObject)YamlFile.Read(Path.Combine(directory, FileName)).Single();
    }

    /// <summary>Builds a directory.</summary>
    /// <returns>Its objects, each a kind and a name of its own.</returns>
    /// <exception cref="InvalidDataException">A file is named and absent or there and not named; or something is changed that there is not.</exception>
    public static IReadOnlyList<JsonObject> Build(string directory)
    {
        var kustomization = new Kustomization(directory);
        kustomization.Build();
        return kustomization.objects;
    }

    /// <summary>Kind and name of an object, such as <c>Deployment front</c>.</summary>
    public static string Describe(JsonObject built) => $"{built["kind"]} {built["metadata"]!["name"]}";

    private void Build()
    {
        if (said.Select(member => member.Key).Except(Known).FirstOrDefault() is { } unknown)
            throw Wrong($"says {unknown}, which is not understood here");
        foreach (var resource in List("resources"))
            AddResource((string)resource!);
        foreach (var generator in List("configMapGenerator"))
            AddConfigMap((JsonObject)generator!);
        foreach (var patch in List("patches"))
            ApplyPatch((JsonObject)patch!);
        foreach (var image in List("images"))
            ReplaceImage((JsonObject)image!);
        foreach (var built in objects.Where(_ => said.ContainsKey("namespace")))
            PutIntoNamespace(built);

        if (objects.GroupBy(Describe).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Wrong($"has {twice.Key} twice");
        if (Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Except(named).FirstOrDefault() is { } forgotten)
            throw Wrong($"does not name {forgotten}");
    }

    private void AddResource(string name)
    {
        var path = Find(name);
        objects.AddRange(Directory.Exists(path) ? Build(path) : YamlFile.Read(path).Cast<JsonObject>());
    }

    private void AddConfigMap(JsonObject generator)
    {
        var name = (string)generator["name"]!;
        var literals = ((JsonArray)generator["literals"]!).Select(literal => ((string)literal!).Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1]));
        if ((string?)generator["behavior"] == "merge")
        {
            var data = (JsonObject)Matching("ConfigMap", name).Single()["data"]!;
            foreach (var (key, value) in literals)
                data[key] = value;
        }
        else
        {
            objects.Add(new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = new JsonObject(literals) });
        }
    }

    private void ApplyPatch(JsonObject patch)
    {
        var operations = (string?)patch["path"] is { } file ? YamlFile.Read(Find(file)) : YamlFile.Parse((string)patch["patch"]!);
        foreach (var target in Matching((string)patch["target"]!["kind"]!, (string?)patch["target"]!["name"] ?? ".*"))
            JsonPatch.Apply((JsonArray)operations.Single(), target);
    }

    private void ReplaceImage(JsonObject image)
    {
        var name = (string)image["name"]!;
        var containers = objects.SelectMany(Containers).Where(container => ((string)container["image"]!).Split(':')[0] == name).ToList();
        if (containers.Count == 0)
            throw Wrong($"replaces the image {name}, which no container has");
        foreach (var container in containers)
            container["image"] = $"{image["newName"] ?? name}:{image["newTag"]}";
    }

    private void PutIntoNamespace(JsonObject built)
    {
        var name = (string)said["namespace"]!;
        if ((string?)built["kind"] != "Namespace")
            built["metadata"]!["namespace"] = name;
        else if ((string?)built["metadata"]!["name"] != name)
            throw Wrong($"makes another namespace than {name}");
    }

    // A target's name is an expression, as it is for kustomize.
    private List<JsonObject> Matching(string kind, string name)
    {
        var matching = objects.Where(built => (string?)built["kind"] == kind && Regex.IsMatch((string)built["metadata"]!["name"]!, $"^({name})$")).ToList();
        return matching.Count > 0 ? matching : throw Wrong($"changes {kind} {name}, which there is not");
    }

    private static IEnumerable<JsonObject> Containers(JsonObject built) =>
        built["spec"]?["template"]?["spec"]?["containers"] is JsonArray containers ? containers.Cast<JsonObject>() : [];

    private string Find(string name)
    {
        named.Add(name);
        var path = Path.GetFullPath(Path.Combine(directory, name));
        return Path.Exists(path) ? path : throw Wrong($"names {name}, which is not there");
    }

    private JsonArray List(string member) => said[member] as JsonArray ?? [];

    private InvalidDataException Wrong(string defect) => new($"{Path.Combine(directory, FileName)} {defect}.");
}
