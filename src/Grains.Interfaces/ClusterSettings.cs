using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace FlashFlow.Grains;

/// <summary>Which cluster silos and fronts belong to. Section <c>FlashFlow:Cluster</c>; all of a cluster must agree on it.</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the cluster: silos of another name are other clusters on the same Redis.</summary>
    [Required, RegularExpression("[A-Za-z0-9._-]{1,64}")]
    public string Id { get; init; } = "flashflow";

    /// <summary>Names cluster and service as Orleans does.</summary>
    public void Apply(ClusterOptions options)
    {
        options.ClusterId = Id;
        options.ServiceId = "flashflow";
    }
}
