using FlashFlow.Testing;
using YamlDotNet.RepresentationModel;

namespace FlashFlow.Deployment.Tests;

/// <summary>docker-compose.yml and Dockerfile are read, not run: what they say must fit the code.</summary>
public sealed class ComposeTests
{
    private readonly YamlMappingNode services = Read("services");

    [Fact]
    public void Every_setting_passed_exists_in_the_options_it_is_meant_for() =>
        Assert.All(Settings.ByProcess, process =>
        {
            Assert.NotEmpty(SettingsOf(process.Key));
            Assert.Subset(process.Value, SettingsOf(process.Key));
        });

    [Fact]
    public void Redis_writes_every_order_to_disk_before_it_answers_and_never_evicts()
    {
        var command = string.Join(' ', Children("redis", "command").Select(Text));

        Assert.Contains("--appendonly yes", command, StringComparison.Ordinal);
        Assert.Contains("--appendfsync always", command, StringComparison.Ordinal);
        Assert.Contains("--maxmemory-policy noeviction", command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis", "redis:7")]
    [InlineData("rabbitmq", "rabbitmq:3")]
    [InlineData("postgres", "postgres:15")]
    public void A_server_has_its_version_a_volume_and_a_health_check(string name, string image)
    {
        Assert.Equal(image, Text(Service(name)["image"]));
        Assert.NotEmpty(Children(name, "volumes"));
        Assert.NotEmpty(((YamlMappingNode)Service(name)["healthcheck"]).Children);
        Assert.All(Children(name, "volumes"), volume => Assert.Contains(Text(volume).Split(':')[0], Read("volumes").Children.Keys.Select(Text)));
    }

    [Theory]
    [InlineData("silo", "Silo")]
    [InlineData("front", "WebFront")]
    [InlineData("drain", "Drain")]
    [InlineData("console", "Console")]
    public void A_process_is_built_from_a_project_that_exists(string name, string project)
    {
        var arguments = (YamlMappingNode)Service(name)["build"]["args"];

        Assert.Equal(project, Text(arguments["PROJECT"]));
        Assert.True(File.Exists(Path.Combine(RealServices.Root, "src", project, $"{project}.csproj")));
        Assert.NotEmpty(((YamlMappingNode)Service(name)["healthcheck"]).Children);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("front")]
    [InlineData("drain")]
    public void A_process_can_be_scaled(string name)
    {
        Assert.DoesNotContain("container_name", Service(name).Children.Keys.Select(Text));
        Assert.All(PortsOf(Service(name)), port => Assert.Matches(@"^127\.0\.0\.1:\d+-\d+:\d+$", port)); // a range: each takes the next free one
    }

    [Fact]
    public void There_are_two_silos_that_find_out_their_own_addresses()
    {
        Assert.Equal("2", Text(Service("silo")["deploy"]["replicas"]));
        Assert.Equal("auto", Text(Service("silo")["environment"]["FlashFlow__Silo__Address"]));
    }

    [Fact]
    public void Nothing_is_published_beyond_the_loopback_address()
    {
        var ports = services.Children.Values.OfType<YamlMappingNode>().SelectMany(PortsOf).ToList();

        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    private static YamlMappingNode Read(string section)
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(Path.Combine(RealServices.Root, "docker-compose.yml"));
        yaml.Load(file);
        return (YamlMappingNode)yaml.Documents[0].RootNode[section];
    }

    private YamlMappingNode Service(string name) => (YamlMappingNode)services[name];

    private IList<YamlNode> Children(string service, string list) => ((YamlSequenceNode)Service(service)[list]).Children;

    private static IEnumerable<string> PortsOf(YamlMappingNode service) =>
        service.Children.TryGetValue("ports", out var ports) ? ((YamlSequenceNode)ports).Select(Text) : [];

    private HashSet<string> SettingsOf(string service) =>
        [.. ((YamlMappingNode)Service(service)["environment"]).Children.Keys.Select(Text).Select(Settings.NameOf)];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
