using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Console;

/// <summary>What the operators' pages are about. Section <c>FlashFlow:Console</c>.</summary>
public sealed record ConsoleOptions
{
    /// <summary>
    /// Addresses of the fronts, separated by commas. Calls go to the first that answers; what was bought is asked of each and added up.
    /// </summary>
    [CustomValidation(typeof(Addresses), nameof(Addresses.CheckList))]
    public string Fronts { get; init; } = "http://127.0.0.1:3000";

    /// <summary>
    /// Fronts, silos and drains whose <c>/health/ready</c> is watched. A name begins with <c>front</c>, <c>silo</c> or <c>drain</c>, so that
    /// the pages can say what its absence means.
    /// </summary>
    [CustomValidation(typeof(Addresses), nameof(Addresses.CheckNamed))]
    public IReadOnlyList<NamedAddress> Processes { get; init; } = [];

    /// <summary>Pages of others that are linked: Aspire's dashboard, Orleans', RabbitMQ's.</summary>
    [CustomValidation(typeof(Addresses), nameof(Addresses.CheckNamed))]
    public IReadOnlyList<NamedAddress> Dashboards { get; init; } = [];

    /// <summary>Longest time, in milliseconds, that a page waits for an answer of a front.</summary>
    [Range(100, 60_000)]
    public int DeadlineMilliseconds { get; init; } = 5_000;

    /// <summary>After so many minutes without a look at a page one has to sign in again.</summary>
    [Range(1, 1_440)]
    public int SessionMinutes { get; init; } = 480;

    /// <summary>The fronts, in their order.</summary>
    public IReadOnlyList<Uri> FindFronts() => Addresses.Split(Fronts);
}
