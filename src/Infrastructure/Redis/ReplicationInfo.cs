using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>What a server says of its replication (<c>INFO replication</c>).</summary>
/// <param name="IsPrimary">Whether it is nobody's replica.</param>
/// <param name="Id">Names the history of its data.</param>
/// <param name="IdBefore">Names the history that it had as a replica of another.</param>
/// <param name="Replicas">Its replicas.</param>
internal readonly record struct ReplicationInfo(bool IsPrimary, string Id, string IdBefore, IReadOnlyList<(EndPoint EndPoint, bool KeepsUp)> Replicas)
{
    // One that was not heard of for longer is not waited for; Redis hears of each once a second.
    private const int LongestLag = 2;

    /// <summary>Asks a server.</summary>
    public static async Task<ReplicationInfo> AskAsync(IServer server)
    {
        var fields = ((string)(await server.ExecuteAsync("INFO", "replication"))!)
            .Split("\r\n").Select(line => line.Split(':', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);
        return new(
            fields["role"] == "master",
            fields["master_replid"],
            fields["master_replid2"],
            [.. fields.Where(field => field.Key.StartsWith("slave", StringComparison.Ordinal)).Select(field => Replica(field.Value)).OfType<(EndPoint, bool)>()]);
    }

    /// <summary>Asks a server; null where it does not answer.</summary>
    public static async Task<ReplicationInfo?> TryAskAsync(IServer server)
    {
        try
        {
            return await AskAsync(server);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Whether it was a replica of that one, and is a primary in its place.</summary>
    public bool Succeeds(ReplicationInfo other) => IsPrimary && IdBefore == other.Id;

    // ip=127.0.0.1,port=6380,state=online,offset=14,lag=1; there are other lines that begin alike.
    private static (EndPoint, bool)? Replica(string text)
    {
        var fields = text.Split(',').Select(field => field.Split('=', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);
        if (!fields.TryGetValue("ip", out var host) || EndPointCollection.TryParse($"{host}:{fields["port"]}") is not { } endPoint)
            return null;
        return (endPoint, fields["state"] == "online" && int.Parse(fields["lag"], CultureInfo.InvariantCulture) <= LongestLag);
    }
}
