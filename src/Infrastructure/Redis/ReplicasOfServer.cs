using System.Globalization;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>What this process knows of the replicas of one Redis server: which keep up, and whether one has just left or was waited for in vain.</summary>
internal sealed class ReplicasOfServer(TimeProvider time)
{
    // One that was not heard of for longer is not waited for; Redis hears of each once a second.
    private const int LongestLag = 2;

    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(500);

    // Whoever chooses another primary has told all by then.
    private static readonly TimeSpan LeavesFor = TimeSpan.FromSeconds(5);

    // Whoever sells looks again long before. A server that is a replica by now is not looked at any more.
    private static readonly TimeSpan LackingFor = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, long?> attached = []; // When it left; null for one that is there.
    private string[] keepUp = [];
    private long? lookedAt;
    private long? lackedAt;

    /// <summary>Whether a replica was waited for in vain a short time ago, or there was none to wait for, and nobody has since found that there is.</summary>
    public bool Lacks
    {
        get
        {
            lock (gate)
                return IsWithin(lackedAt, LackingFor);
        }
    }

    /// <summary>Whether one has left that may be a primary by now: what the others take from then on is lost with them.</summary>
    public bool HasJustLostOne
    {
        get
        {
            lock (gate)
                return attached.Values.Any(left => IsWithin(left, LeavesFor));
        }
    }

    /// <summary>Those that keep up, as they were found a moment ago; null where somebody must look.</summary>
    public string[]? KeepUp
    {
        get
        {
            lock (gate)
                return IsWithin(lookedAt, LooksEvery) ? keepUp : null;
        }
    }

    /// <summary>Somebody has waited for replicas.</summary>
    public void Note(bool lacksReplica)
    {
        lock (gate)
            lackedAt = lacksReplica ? time.GetTimestamp() : null;
    }

    /// <summary>Somebody has looked.</summary>
    /// <param name="info">What <c>INFO replication</c> says.</param>
    /// <returns>Those that keep up.</returns>
    public string[] Learn(string info)
    {
        var replicas = ListReplicas(info);
        lock (gate)
        {
            var now = time.GetTimestamp();
            foreach (var address in attached.Keys.ToArray())
                if (attached[address] is null && !replicas.Exists(replica => replica.Address == address))
                    attached[address] = now;
            foreach (var (address, _) in replicas)
                attached[address] = null;
            lookedAt = now;
            return keepUp = [.. replicas.Where(replica => replica.KeepsUp).Select(replica => replica.Address).Order(StringComparer.Ordinal)];
        }
    }

    private bool IsWithin(long? since, TimeSpan span) => since is { } at && time.GetElapsedTime(at) < span;

    // slave0:ip=127.0.0.1,port=6380,state=online,offset=14,lag=1. A replica is its own here: it refuses what writes, and only so the client hears who
    // has the keys.
    private static List<(string Address, bool KeepsUp)> ListReplicas(string info) => info.Contains("role:slave", StringComparison.Ordinal) ? [("itself", true)] :
    [
        .. from line in info.Split("\r\n")
           where line.StartsWith("slave", StringComparison.Ordinal) && line.Contains("state=online", StringComparison.Ordinal)
           let fields = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => field[1])
           select ($"{fields["ip"]} {fields["port"]}", int.Parse(fields["lag"], CultureInfo.InvariantCulture) <= LongestLag),
    ];
}
