using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Silo;

/// <summary>One silo. Section <c>FlashFlow:Silo</c>.</summary>
public sealed record SiloOptions : IValidatableObject
{
    /// <summary>The IP address at which other silos and the fronts reach this one; <c>auto</c>: this host's first IPv4 address.</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port for other silos.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 11_111;

    /// <summary>Port for the fronts.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>
    /// How long a silo has to answer a probe of another, in milliseconds. One that misses two in a row is declared dead, and its
    /// products move: after about three times this span.
    /// </summary>
    [Range(100, 60_000)]
    public int ProbeMilliseconds { get; init; } = 1_000;

    /// <summary>
    /// Longest time, in milliseconds, that the silo warms up before <c>/health/ready</c> says yes: it decides buys of products that nobody
    /// sells. It is over earlier when its code is compiled, or when something does not answer; 0: no warm-up.
    /// </summary>
    [Range(0, 60_000)]
    public int WarmUpMilliseconds { get; init; } = 10_000;

    /// <summary>The key that opens Orleans' dashboard on this silo's HTTP port, at least 16 characters. Empty: there is no dashboard.</summary>
    [RegularExpression(".{16,}", ErrorMessage = "The field DashboardKey must have at least 16 characters, or be empty.")]
    public string? DashboardKey { get; init; }

    /// <summary>The address, found out where it is <c>auto</c>.</summary>
    public IPAddress FindAddress() => Address == "auto"
        ? Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).First(address => !IPAddress.IsLoopback(address))
        : IPAddress.Parse(Address);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address != "auto" && !IPAddress.TryParse(Address, out _))
            yield return new("The address must be an IP address or 'auto'.", [nameof(Address)]);
        if (Port == GatewayPort)
            yield return new("Port and GatewayPort must not be the same.", [nameof(GatewayPort)]);
    }
}
