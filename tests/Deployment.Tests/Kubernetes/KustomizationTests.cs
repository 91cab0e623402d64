using FlashFlow.Testing.Manifests;

namespace FlashFlow.Deployment.Tests.Kubernetes;

public sealed class KustomizationTests : IDisposable
{
    private const string Base = """
        resources:
          - settings.yaml
        configMapGenerator:
          - name: generated
            literals:
              - A=1
              - B=2
        """;

    private const string Deployment = """
        kind: Deployment
        metadata:
          name: front
        spec:
          replicas: 2
          template:
            spec:
              containers:
                - image: flashflow/front
        """;

    private readonly string place = Directory.CreateTempSubdirectory("flashflow-kustomize-").FullName;

    public KustomizationTests()
    {
        Write("base/kustomization.yaml", Base);
        Write("base/settings.yaml", Deployment);
    }

    [Fact]
    public void An_overlay_changes_what_its_base_has()
    {
        var built = BuildOverlay("""
            namespace: shop
            images:
              - name: flashflow/front
                newName: registry/front
                newTag: "2"
            configMapGenerator:
              - name: generated
                behavior: merge
                literals:
                  - B=3
            patches:
              - target:
                  kind: Deployment
                  name: fro.*
                patch: |-
                  - op: replace
                    path: /spec/replicas
                    value: 5
                  - op: add
                    path: /spec/template/spec/containers/0/name
                    value: front
            """);

        Assert.Equal(["Deployment front", "ConfigMap generated"], built.Select(Kustomization.Describe));
        Assert.Equal(
            """{"kind":"Deployment","metadata":{"name":"front","namespace":"shop"},"spec":{"replicas":5,"template":{"spec":{"containers":[{"image":"registry/front:2","name":"front"}]}}}}""",
            built[0].ToJsonString());
        Assert.Equal("""{"A":"1","B":"3"}""", built[1]["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("resources: [gone.yaml]", "names gone.yaml, which is not there")]
    [InlineData("patchesStrategicMerge: []", "says patchesStrategicMerge, which is not understood here")]
    [InlineData("images: [{ name: flashflow/back, newTag: 1 }]", "replaces the image flashflow/back, which no container has")]
    [InlineData("configMapGenerator: [{ name: gone, behavior: merge, literals: [] }]", "changes ConfigMap gone, which there is not")]
    [InlineData("configMapGenerator: [{ name: generated, literals: [] }]", "has ConfigMap generated twice")]
    [InlineData("patches: [{ target: { kind: Deployment, name: back }, patch: '[]' }]", "changes Deployment back, which there is not")]
    [InlineData("patches: [{ target: { kind: Deployment }, path: gone.yaml }]", "names gone.yaml, which is not there")]
    [InlineData("patches: [{ target: { kind: Deployment }, patch: '[{ op: replace, path: /spec/replica, value: 1 }]' }]", "There is no /spec/replica to be patched")]
    [InlineData("patches: [{ target: { kind: Deployment }, patch: '[{ op: remove, path: /spec/template/spec/containers/1 }]' }]", "There is no /spec/template/spec/containers/1 to be patched")]
    [InlineData("patches: [{ target: { kind: Deployment }, patch: '[{ op: add, path: /spec/pod/a, value: 1 }]' }]", "There is no /spec/pod/a to be patched")]
    public void What_is_named_must_be_there(string overlay, string defect) =>
        Assert.Contains(defect, Assert.Throws<InvalidDataException>(() => BuildOverlay(overlay)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_there_must_be_named()
    {
        Write("base/forgotten.yaml", "kind: Service");

        Assert.Contains("does not name forgotten.yaml", Assert.Throws<InvalidDataException>(() => BuildOverlay("")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    private IReadOnlyList<System.Text.Json.Nodes.JsonObject> BuildOverlay(string text)
    {
        const string OnBase = "resources: [../base";
        Write("overlay/kustomization.yaml", text.StartsWith("resources: [", StringComparison.Ordinal) ? text.Replace("resources: [", $"{OnBase}, ", StringComparison.Ordinal) : $"{OnBase}]\n{text}");
        return Kustomization.Build(Path.Combine(place, "overlay"));
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(place, path))!);
        File.WriteAllText(Path.Combine(place, path), text);
    }
}
