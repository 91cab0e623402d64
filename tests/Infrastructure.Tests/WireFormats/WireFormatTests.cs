using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FlashFlow.Core.Draining;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Tests.WireFormats;

/// <summary>
/// What processes of two versions exchange while an update runs: the keys in Redis, a line of the outbox, a message in the broker. The files
/// beside this one show each as it is; times and trace ids stand for what differs from run to run.
/// </summary>
public sealed partial class WireFormatTests : SandboxTests
{
    private const string Folder = "tests/Infrastructure.Tests/WireFormats";
    private const string Product = "phone";
    private static readonly Guid First = new("0190b6a5-1111-7222-8333-444444444444");
    private static readonly Guid Second = new("0190b6a5-1111-7222-8333-555555555555");
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private string Prefix => Sandbox.RabbitMq.Prefix;

    [Fact]
    public async Task The_line_of_the_outbox_stays_as_it_is()
    {
        await SellAsync();
        var entry = Assert.Single(await Sandbox.Outbox.ReadAsync(Product, 10));

        Golden.Matches($"{Folder}/outbox-line.json", Timeless(Encoding.UTF8.GetString(entry.Body.Span)) + "\n");
    }

    [Fact]
    public async Task The_message_in_the_broker_stays_as_it_is()
    {
        using var traced = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Core.Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(traced);
        var (one, other) = (Batch(First, position: 1).ToJson(), Batch(Second, position: 2).ToJson());
        const string Recorded = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"; // What was not leaves no trace.
        await Sandbox.PublishAsync(new(Product, "1-0", one, Recorded), new(Product, "2-0", other));
        await Sandbox.Replay.ReplayAsync(new(one, "a reason", Noon, Attempts: 2));

        Golden.Matches($"{Folder}/broker-message.txt", Timeless($"{await NextMessageAsync()}\n{await NextMessageAsync()}"));
    }

    [Fact]
    public async Task The_keys_in_Redis_stay_as_they_are()
    {
        await SellAsync();
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 3);
        await Sandbox.BuyAsync(Product, Buy(quantity: 2, "ada", First, epoch));
        await Sandbox.Sales.RestockAsync(Product, epoch, 5, "delivery-17", new(Noon, "test", "restocked", 5));
        var newest = (await Sandbox.Outbox.ReadAsync(Product, 10))[^1].Id;
        await Sandbox.Outbox.ClaimAsync(Product, "sweeper", after: null, newest, abandoned: null, TimeSpan.FromMinutes(1), 10);
        await Sandbox.Ledger.DecideAsync(Product, new(epoch, 99), [Buy()]);

        Golden.Matches($"{Folder}/redis-keys.txt", Timeless(await DescribeKeysAsync()));
    }

    private static OrderBatch Batch(Guid id, long position) => SampleBatch.Of(epoch: 7, first: position, count: 1) with { OrderIds = [id] };

    // Two orders, of which one is nobody's.
    private async Task SellAsync()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.BuyAsync(Product, Buy(quantity: 2, "Ann+1@example.com", First), Buy(quantity: 1, orderId: Second));
    }

    private async Task<string> NextMessageAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new(RealServices.RabbitMq) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await Eventually.SeesAsync("the message", () => channel.BasicGetAsync($"{Prefix}.orders", autoAck: true), found => found is not null);
        var headers = message!.BasicProperties.Headers ?? new Dictionary<string, object?>();
        return string.Join('\n', [
            $"exchange {message.Exchange}, routing key {message.RoutingKey}",
            $"delivery mode {(int)message.BasicProperties.DeliveryMode}, content type {message.BasicProperties.ContentType}",
            .. headers.Where(header => header.Key is not ("x-delivery-count" or "x-dotnet-pub-seq-no")) // the broker's and the client's own
                .OrderBy(header => header.Key, StringComparer.Ordinal)
                .Select(header => $"{header.Key}: {(header.Value is byte[] text ? Encoding.UTF8.GetString(text) : header.Value)}"),
            "",
            Encoding.UTF8.GetString(message.Body.Span),
            ""]);
    }

    private async Task<string> DescribeKeysAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(RealServices.Redis);
        var database = redis.GetDatabase();
        var text = new StringBuilder();
        foreach (var key in redis.GetServer(redis.GetEndPoints()[0]).Keys(pattern: $"{Prefix}:*").OrderBy(key => (string)key!, StringComparer.Ordinal))
        {
            var expires = await database.KeyTimeToLiveAsync(key) is null ? "" : ", expires";
            var type = await database.KeyTypeAsync(key);
            text.Append(key).Append(": ").Append(type).Append(expires).Append('\n');
            foreach (var line in await ValuesAsync(database, key, type))
                text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static async Task<IEnumerable<string>> ValuesAsync(IDatabase database, RedisKey key, RedisType type) => type switch
    {
        RedisType.Hash => (await database.HashGetAllAsync(key)).Select(entry => $"{entry.Name} = {entry.Value}").Order(StringComparer.Ordinal),
        RedisType.Set => (await database.SetMembersAsync(key)).Select(member => member.ToString()).Order(StringComparer.Ordinal),
        RedisType.SortedSet => (await database.SortedSetRangeByRankWithScoresAsync(key)).Select(entry => $"{entry.Element} = {entry.Score}"),
        RedisType.Stream => (await database.StreamRangeAsync(key))
            .Select(entry => string.Join(", ", entry.Values.Select(value => $"{value.Name} = {value.Value}"))),
        RedisType.String => [(await database.StringGetAsync(key)).ToString()],
        _ => throw new InvalidOperationException($"{key} is a {type}."),
    };

    private string Timeless(string text) => TraceId().Replace(Instant().Replace(Milliseconds().Replace(
        text.Replace(Prefix, "flashflow", StringComparison.Ordinal), "1795334400123"), "2026-11-22T08:00:00.1234567+00:00"), "00-<trace>-<span>-01");

    [GeneratedRegex(@"\b1[0-9]{12}\b")]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(\\u002B|\+)00:00")]
    private static partial Regex Instant();

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex TraceId();
}
