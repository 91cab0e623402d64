using System.Diagnostics.Metrics;
using System.Globalization;
using FlashFlow.Core;
using FlashFlow.Core.Buying;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Silo;
using FlashFlow.Testing;
using FlashFlow.Testing.Manifests;
using FlashFlow.WebFront.Guarding;
using k8s.Models;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ClusterMembershipOptions = Orleans.Configuration.ClusterMembershipOptions;

namespace FlashFlow.Deployment.Tests.Kubernetes;

/// <summary>What the manifests say of a process must fit its code. <c>PodTests</c> runs them.</summary>
public sealed class DeploymentTests
{
    private const string Ours = "FlashFlow__";
    private const string OfManifestsAlone = "NAMESPACE";

    [Theory]
    [MemberData(nameof(Manifests.Deployments), MemberType = typeof(Manifests))]
    public void Every_variable_is_a_setting_of_its_process_and_has_a_value_that_it_takes(string overlay, string process)
    {
        var unknown = Manifests.EnvironmentOf(overlay, process).Keys.Select(Settings.NameOf).Except(Settings.ByProcess[process]);

        Assert.Empty(unknown.Except(Settings.OfNet).Except([OfManifestsAlone]));
        using var app = Manifests.BuildProcess(overlay, process);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [MemberData(nameof(Manifests.Deployments), MemberType = typeof(Manifests))]
    public void Probes_ask_where_the_process_listens_for_what_it_answers_and_live_asks_no_server(string overlay, string process)
    {
        var container = Manifests.PodOf(overlay, process).Containers.Single();
        using var app = Manifests.BuildProcess(overlay, process);
        var answered = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText);

        V1Probe[] probes = [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
        Assert.Equal(["/health/live", "/health/live", "/health/ready"], probes.Select(probe => probe.HttpGet.Path));
        Assert.Empty(probes.Select(probe => probe.HttpGet.Path).Except(answered));
        Assert.All(probes, probe => Assert.Equal("http", probe.HttpGet.Port.Value));
        Assert.Equal($"{Manifests.TemplateOf(overlay, process).Ports["http"]}", Manifests.EnvironmentOf(overlay, process)["ASPNETCORE_HTTP_PORTS"]);
    }

    [Fact]
    public void A_front_has_a_day_to_find_a_silo_since_it_does_not_listen_before()
    {
        var probe = Manifests.PodOf("production", "front").Containers.Single().StartupProbe;

        Assert.InRange(TimeSpan.FromSeconds(probe.FailureThreshold!.Value * probe.PeriodSeconds!.Value), TimeSpan.FromDays(1), TimeSpan.MaxValue);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("production")]
    public void A_silo_is_reached_at_its_pods_address_and_by_nobody_but_who_needs_it(string overlay)
    {
        var ports = Manifests.TemplateOf(overlay, "silo").Ports;
        using var app = Manifests.BuildProcess(overlay, "silo");
        var options = app.Services.GetRequiredService<SiloOptions>();

        Assert.Equal(("10.0.0.11", ports["silo"], ports["gateway"]), (options.Address, options.Port, options.GatewayPort));
        Assert.Equal(
            ["console: http", "front: gateway", "silo: silo"],
            Manifests.Read<V1NetworkPolicy>(overlay, "silo").Spec.Ingress
                .Select(rule => $"{rule.FromProperty.Single().PodSelector.MatchLabels.Single().Value}: {rule.Ports.Single().Port.Value}").Order());
    }

    [Fact]
    public void A_silo_whose_node_is_lost_is_taken_for_dead_long_before_a_front_gives_up()
    {
        using var silo = Manifests.BuildProcess("production", "silo");
        using var front = Manifests.BuildProcess("production", "front");
        var membership = silo.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;

        // Until then its connections, which nobody has closed, count as a sign of life.
        var ignored = membership.MaxProbeTimeout * membership.NumMissedProbesLimit;
        Assert.InRange(2 * ignored.TotalMilliseconds, 0, front.Services.GetRequiredService<ClusterCallOptions>().DeadlineMilliseconds);
    }

    [Theory]
    [MemberData(nameof(Manifests.Deployments), MemberType = typeof(Manifests))]
    public void Addresses_of_services_are_those_of_services_that_there_are(string overlay, string process)
    {
        var services = Manifests.Build(overlay).Where(built => (string?)built["kind"] == "Service")
            .SelectMany(service => service["spec"]!["ports"]!.AsArray().Select(port => $"http://{service["metadata"]!["name"]}:{port!["port"]}"));

        var named = Manifests.EnvironmentOf(overlay, process).Where(variable => variable.Key.StartsWith(Ours, StringComparison.Ordinal)).Select(variable => variable.Value);
        Assert.Empty(named.Where(value => value.StartsWith("http://", StringComparison.Ordinal)).Except(services));
    }

    [Theory]
    [MemberData(nameof(Manifests.Deployments), MemberType = typeof(Manifests))]
    public void A_pod_may_do_nothing_but_its_work(string overlay, string process)
    {
        var pod = Manifests.PodOf(overlay, process);
        var container = pod.Containers.Single();

        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal((1654, 1654, "RuntimeDefault"), (pod.SecurityContext.RunAsUser, pod.SecurityContext.RunAsGroup, pod.SecurityContext.SeccompProfile.Type));
        Assert.Equal((false, true), (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal(["/tmp"], container.VolumeMounts.Select(mount => mount.MountPath));
        Assert.NotNull(pod.Volumes.Single().EmptyDir);
        Assert.Contains(Manifests.Build(overlay), built => Kustomization.Describe(built) == $"NetworkPolicy {process}");
    }

    [Theory]
    [MemberData(nameof(Manifests.Deployments), MemberType = typeof(Manifests))]
    public void A_pod_asks_for_processors_and_memory_and_is_limited_in_memory_alone(string overlay, string process)
    {
        var resources = Manifests.PodOf(overlay, process).Containers.Single().Resources;

        Assert.Equal(["cpu", "memory"], resources.Requests.Keys.Order());
        Assert.Equal(["memory"], resources.Limits.Keys);
        Assert.Equal(resources.Requests["memory"], resources.Limits["memory"]);
    }

    [Theory]
    [MemberData(nameof(Manifests.Deployments), MemberType = typeof(Manifests))]
    public void An_update_takes_nothing_away_before_its_successor_works_and_a_stop_has_the_time_that_it_takes(string overlay, string process)
    {
        var deployment = Manifests.Read<V1Deployment>(overlay, process).Spec;
        var pod = deployment.Template.Spec;
        using var app = Manifests.BuildProcess(overlay, process);

        Assert.Equal(("0", "1"), (deployment.Strategy.RollingUpdate.MaxUnavailable.Value, deployment.Strategy.RollingUpdate.MaxSurge.Value));
        Assert.InRange(deployment.MinReadySeconds!.Value, 1, 60);
        var before = pod.Containers.Single().Lifecycle?.PreStop.Sleep.Seconds ?? 0;
        var stop = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.TotalSeconds;
        Assert.InRange(pod.TerminationGracePeriodSeconds!.Value, before + stop + 10, 120);
        Assert.Equal(process == "front", before > 0); // what others have a load balancer before them
    }

    [Theory]
    [InlineData("silo", "DoNotSchedule")]
    [InlineData("front", "DoNotSchedule")]
    [InlineData("drain", "ScheduleAnyway")]
    public void Of_what_there_are_several_one_at_a_time_is_evicted_and_they_are_spread_over_nodes(string process, string otherwise)
    {
        var spread = Manifests.PodOf("production", process).TopologySpreadConstraints.Single();

        Assert.Equal("1", Manifests.Read<V1PodDisruptionBudget>("production", process).Spec.MaxUnavailable.Value);
        Assert.Equal(("kubernetes.io/hostname", 1, otherwise), (spread.TopologyKey, spread.MaxSkew, spread.WhenUnsatisfiable));
    }

    [Fact]
    public void Fronts_are_scaled_by_the_buys_that_they_count()
    {
        var counted = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, itself) => itself.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => counted.Add(instrument.Name));
        listener.Start();
        Telemetry.CountBuy(OrderOutcome.Accepted);
        var name = counted.Distinct().Single(instrument => instrument.Contains("buys", StringComparison.Ordinal)).Replace('.', '_');

        var scaler = Manifests.Read<V2HorizontalPodAutoscaler>("production", "front").Spec;
        Assert.Equal($"{name}_per_second", scaler.Metrics.Single().Pods.Metric.Name);
        Assert.Contains($"{name}_total", File.ReadAllText(Path.Combine(RealServices.Root, "docs", "deployment.md")), StringComparison.Ordinal);
        Assert.Equal(("Deployment", "front"), (scaler.ScaleTargetRef.Kind, scaler.ScaleTargetRef.Name));
        Assert.Null(Manifests.Read<V1Deployment>("production", "front").Spec.Replicas); // or each time it is applied it would be set back
        Assert.Equal("k8s.pod.name=front-1,k8s.namespace.name=flashflow", Manifests.EnvironmentOf("production", "front")["OTEL_RESOURCE_ATTRIBUTES"]);
    }

    [Fact]
    public void PostgreSQL_takes_as_many_connections_as_all_pods_may_open()
    {
        var most = (int)Manifests.Read<V2HorizontalPodAutoscaler>("production", "front").Spec.MaxReplicas;
        var opened = ((string, int)[])[("front", most), ("silo", ReplicasOf("silo")), ("drain", ReplicasOf("drain"))];
        const int Tools = 10, OfOperator = 10, WhileUpdated = 1;

        var needed = opened.Sum(pods => (pods.Item2 + WhileUpdated) * PoolOf(pods.Item1)) + Tools + OfOperator;
        var offered = (string)Manifests.Find("servers", "Cluster store")["spec"]!["postgresql"]!["parameters"]!["max_connections"]!;
        Assert.InRange(int.Parse(offered, CultureInfo.InvariantCulture), needed, 2 * needed);

        static int ReplicasOf(string process) => Manifests.Read<V1Deployment>("production", process).Spec.Replicas!.Value;

        static int PoolOf(string process)
        {
            using var app = Manifests.BuildProcess("production", process);
            return app.Services.GetRequiredService<PostgresOptions>().MaxPoolSize;
        }
    }

    [Theory]
    [InlineData("demo", "flashflow/{0}:demo")]
    [InlineData("production", "registry.example.com/flashflow/{0}:1.0.0")]
    public void Images_have_a_version(string overlay, string image) => Assert.All(
        (string[])["silo", "front", "drain", "console"],
        process => Assert.Equal(string.Format(null, image, process), Manifests.PodOf(overlay, process).Containers.Single().Image));
}
