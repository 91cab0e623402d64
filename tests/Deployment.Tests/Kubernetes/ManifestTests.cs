using System.Text.Json;
using System.Text.Json.Nodes;
using FlashFlow.Testing;
using FlashFlow.Testing.Manifests;

namespace FlashFlow.Deployment.Tests.Kubernetes;

/// <summary>The manifests of deploy/kubernetes are read, not applied: what they say must fit Kubernetes, and one another.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Operators = ["redis.redis.opstreelabs.in/v1beta2", "rabbitmq.com/v1beta1", "postgresql.cnpg.io/v1"];

    [Fact]
    public void There_is_nothing_else() =>
        Assert.Equal(["base", "demo", "production", "servers"], Directory.GetFileSystemEntries(Manifests.Place).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Manifests.Directories), MemberType = typeof(Manifests))]
    public void Every_object_is_understood_whole_or_an_operators(string directory)
    {
        foreach (var built in Manifests.Build(directory))
        {
            if (KubernetesTypes.Has(built))
                KubernetesTypes.Read(built);
            else
                Assert.Contains((string)built["apiVersion"]!, Operators);
        }
    }

    [Theory]
    [InlineData("""{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "x" }, "spec": { "selectors": {} } }""")]
    [InlineData("""{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "x" }, "spec": { "ports": [ { "port": "8080" } ] } }""")]
    public void An_unknown_field_or_a_value_of_another_type_is_not_understood(string json) =>
        Assert.Throws<JsonException>(() => KubernetesTypes.Read(JsonNode.Parse(json)!.AsObject()));

    [Theory]
    [MemberData(nameof(Manifests.Directories), MemberType = typeof(Manifests))]
    public void Whatever_selects_pods_selects_some_and_names_ports_that_they_have(string directory)
    {
        var all = Manifests.Build(directory);
        var pods = all.Where(HasPods).Select(built => (new PodTemplate(all, built).Ports, Labels: built["spec"]!["template"]!["metadata"]!["labels"]!.AsObject())).ToList();
        foreach (var built in all.Where(built => Operators.All(version => (string?)built["apiVersion"] != version)))
        {
            var selectors = Members(built).Where(member => member.Key is "selector" or "podSelector" or "labelSelector").Select(member => member.Value!.AsObject()).ToList();
            Assert.All(selectors, selector => Assert.Contains(pods, pod => Selects(selector, pod.Labels)));
            if (selectors.Count == 0 || HasPods(built))
                continue;

            var ports = Members(built).Where(member => member.Key is "port" or "targetPort" && member.Value!.GetValueKind() == JsonValueKind.String).Select(member => (string)member.Value!);
            var open = pods.Where(pod => Selects(selectors[0], pod.Labels)).SelectMany(pod => pod.Ports.Keys);
            Assert.Empty(ports.Except(open));
        }
    }

    [Theory]
    [MemberData(nameof(Manifests.Directories), MemberType = typeof(Manifests))]
    public void There_are_no_secrets_and_those_that_pods_read_are_made_by_the_commands_of_the_page(string directory)
    {
        var page = File.ReadAllText(Path.Combine(RealServices.Root, "docs", "deployment.md"));
        var all = Manifests.Build(directory);

        Assert.DoesNotContain(all, built => (string?)built["kind"] == "Secret");
        Assert.All(all.Where(HasPods).SelectMany(built => new PodTemplate(all, built).SecretKeys), key =>
        {
            Assert.StartsWith("flashflow/", key, StringComparison.Ordinal);
            Assert.Contains($"--from-literal={key.Split('/')[1]}=", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Redis_writes_every_order_to_disk_before_it_answers_and_never_evicts()
    {
        var demo = string.Join(' ', Manifests.Find("demo", "StatefulSet redis")["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]!.AsArray());
        var operated = (string)Manifests.Find("servers", "ConfigMap ledger")["data"]!["redis-additional.conf"]!;

        Assert.Equal("ledger", (string?)Manifests.Find("servers", "RedisReplication ledger")["spec"]!["redisConfig"]!["additionalRedisConfig"]);
        Assert.All((string[])["appendonly yes", "appendfsync always", "maxmemory-policy noeviction"], setting =>
        {
            Assert.Contains($"--{setting} ", demo, StringComparison.Ordinal);
            Assert.Contains($"{setting}\n", operated, StringComparison.Ordinal);
        });
    }

    private static bool HasPods(JsonObject built) => (string?)built["kind"] is "Deployment" or "StatefulSet";

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Members(member.Value).Prepend(member)),
        JsonArray items => items.SelectMany(Members),
        _ => [],
    };

    // A Service's selector is labels by themselves.
    private static bool Selects(JsonObject selector, JsonObject labels)
    {
        var expressions = selector["matchExpressions"] as JsonArray;
        var plain = selector["matchLabels"] as JsonObject ?? (expressions is null ? selector : []);
        return plain.All(label => (string?)label.Value == (string?)labels[label.Key])
            && (expressions ?? []).All(expression => expression!["values"]!.AsArray().Any(value => (string?)value == (string?)labels[(string)expression["key"]!]));
    }
}
