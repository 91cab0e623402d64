using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FlashFlow.Supervisor.Servers;

/// <summary>
/// The ports of a state directory: a row between 20000 and 29999, chosen once by a hash of the directory's path. Two checkouts meet only by
/// rare chance, and then the second takes the next free row.
/// </summary>
/// <param name="First">The first of the row.</param>
public sealed record Ports(int First)
{
    /// <summary>How many fronts, silos or drains there may be: of each.</summary>
    public const int Most = 16;

    /// <summary>How many ports a silo takes: for health, other silos, and fronts.</summary>
    public const int PerSilo = 3;

    private const int Row = 72;
    private const int Rows = 138;
    private const int Lowest = 20_000;
    private const string File = "ports";
    private const string Key = "REDIS_PORT=";

    /// <summary>Redis.</summary>
    public int Redis => First;

    /// <summary>RabbitMQ, for its clients.</summary>
    public int RabbitMq => First + 1;

    /// <summary>RabbitMQ, for other nodes and its command line.</summary>
    public int RabbitMqDistribution => First + 2;

    /// <summary>epmd, the Erlang port mapper; the nodes of a cluster share one.</summary>
    public int Epmd { get; init; } = First + 3;

    /// <summary>PostgreSQL.</summary>
    public int Postgres => First + 4;

    /// <summary>The first drain's; chaos and the bench, which run alone, take all from here on.</summary>
    public int FirstDrain => First + 5;

    /// <summary>The first silo's.</summary>
    public int FirstSilo => FirstDrain + Most;

    /// <summary>The dashboard's pages.</summary>
    public int Dashboard => FirstSilo + (PerSilo * Most);

    /// <summary>Where the dashboard takes telemetry.</summary>
    public int Telemetry => Dashboard + 1;

    /// <summary>The operators' pages.</summary>
    public int Console => Telemetry + 1;

    /// <summary>The ports that were chosen earlier; null when none were.</summary>
    public static Ports? Load(StateDirectory state) =>
        state.Read(File) is { } text && text.StartsWith(Key, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(Key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? new(first) : null;

    /// <summary>Keeps the ports of earlier; chooses others when nothing of ours runs on them and someone else took one.</summary>
    /// <exception cref="SupervisorException">No row is free.</exception>
    internal static Ports Settle(StateDirectory state, bool somethingRuns, Action<string> say)
    {
        if (Load(state) is not { } earlier)
            return Choose(state);
        if (somethingRuns || earlier.IsFree)
            return earlier;
        say($"ports {earlier.First} to {earlier.First + Row - 1} are no longer free: taking others.");
        return Choose(state);
    }

    /// <summary>Whether somebody listens on a port of this machine.</summary>
    public static bool IsInUse(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private bool IsFree => !Enumerable.Range(First, Row).Any(IsInUse);

    private static Ports Choose(StateDirectory state)
    {
        var index = uint.Parse(state.Identity, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % Rows;
        for (var tries = 0; tries < Rows; tries++)
        {
            var ports = new Ports(Lowest + ((int)(index + tries) % Rows * Row));
            if (!ports.IsFree)
                continue;
            state.Write(File, $"{Key}{ports.First}");
            return ports;
        }

        throw new SupervisorException($"no {Row} free ports in a row between 20000 and 29999.");
    }
}
