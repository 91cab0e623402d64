using System.Text;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.Tests.RabbitMq;

public sealed class DeadLettersTests : SandboxTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123);

    [Fact]
    public async Task G8_a_letter_keeps_its_reason_its_first_time_and_its_attempts()
    {
        await Sandbox.DeadLetters.AddAsync(Letter("hello") with { Reason = "Größe 0", Attempts = 3 });

        var letter = Assert.Single(await ReadAsync(1));

        Assert.Equal(("hello", "Größe 0", Noon, 3), (Text(letter.Body), letter.Reason, letter.FirstSeen, letter.Attempts));
    }

    [Fact]
    public async Task G8_a_replay_carries_its_past_through_the_orders_queue()
    {
        await Sandbox.DeadLetterOffice.ReplayAsync(Letter("hello") with { Attempts = 3 });

        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync($"{Sandbox.RabbitMq.Prefix}.orders", autoAck: true);

        Assert.NotNull(message);
        Assert.Equal("hello", Text(message.Body));
        Assert.True(message.BasicProperties.Persistent);
        Assert.Equal(3, message.BasicProperties.Headers?["x-flashflow-attempts"]);
        Assert.Equal(Noon.ToUnixTimeMilliseconds(), message.BasicProperties.Headers?["x-flashflow-first-seen"]);
    }

    [Fact]
    public async Task G8_what_the_broker_itself_gives_up_says_so()
    {
        await Sandbox.Publisher.PublishAsync([new("phone", "1-1", "new"u8.ToArray())]);
        await Sandbox.DeadLetterOffice.ReplayAsync(Letter("replayed") with { Attempts = 3 });
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var i = 0; i < 2; i++)
            await channel.BasicRejectAsync((await channel.BasicGetAsync($"{Sandbox.RabbitMq.Prefix}.orders", autoAck: false))!.DeliveryTag, requeue: false);

        var letters = await ReadAsync(2);

        var (fresh, replayed) = (letters.Single(letter => Text(letter.Body) == "new"), letters.Single(letter => Text(letter.Body) == "replayed"));
        Assert.All(letters, letter => Assert.Equal("The broker gave it up: a consumer rejected it.", letter.Reason));
        Assert.Equal((1, 4), (fresh.Attempts, replayed.Attempts));
        Assert.Equal(Noon, replayed.FirstSeen);
        Assert.InRange(fresh.FirstSeen!.Value, before, DateTimeOffset.UtcNow.AddSeconds(5));
    }

    [Fact]
    public async Task A_letter_put_there_by_hand_is_read_too()
    {
        await Sandbox.DeadLetters.AddAsync(Letter("first"));
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var headers = new Dictionary<string, object?> { ["x-flashflow-attempts"] = "many", ["x-flashflow-first-seen"] = -5L, ["x-death"] = "no" };
        await channel.BasicPublishAsync(
            "", $"{Sandbox.RabbitMq.Prefix}.dead-letters", mandatory: true, new BasicProperties { Headers = headers }, "by hand"u8.ToArray());

        var letter = (await ReadAsync(2)).Single(letter => Text(letter.Body) == "by hand");

        Assert.Equal(("It does not say.", null, 1), (letter.Reason, letter.FirstSeen, letter.Attempts));
    }

    [Fact]
    public async Task Held_letters_are_nobody_elses_until_they_are_let_go_and_go_back_in_their_order()
    {
        for (var i = 0; i < 5; i++)
            await Sandbox.DeadLetters.AddAsync(Letter($"{i}"));
        await ReadAsync(5);

        await using (var held = await TakeAsync(5))
        {
            Assert.Empty(await Sandbox.Broker.ReadDeadLettersAsync(10));
            await held.Letters[1].RemoveAsync();
            await held.Letters[3].RemoveAsync();
        }

        Assert.Equal(["0", "2", "4"], (await ReadAsync(3)).Select(letter => Text(letter.Body)));
    }

    [Fact]
    public async Task No_more_letters_are_taken_than_asked_for()
    {
        for (var i = 0; i < 5; i++)
            await Sandbox.DeadLetters.AddAsync(Letter($"{i}"));
        await ReadAsync(5);

        Assert.Equal(["0", "1"], (await Sandbox.Broker.ReadDeadLettersAsync(2)).Select(letter => Text(letter.Body)));
    }

    // A bad release of a front may fill the queue: one look must still take them all, and each removal must arrive.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task G8_of_thousands_of_letters_exactly_those_removed_are_gone(bool lastFirst)
    {
        const int count = 3_000;
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => Sandbox.DeadLetters.AddAsync(Letter($"{i}"))));
        DeadLetter kept;
        await using (var held = await TakeAsync(count))
        {
            kept = held.Letters[^2].Letter;
            foreach (var letter in lastFirst ? held.Letters.Reverse() : held.Letters)
                if (letter.Letter != kept)
                    await letter.RemoveAsync();
        }

        Assert.Equal(kept.Id, Assert.Single(await ReadAsync(1)).Id);
    }

    private static DeadLetter Letter(string body) => new(Encoding.UTF8.GetBytes(body), "a reason", Noon);

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Sandbox.RabbitMq.Uri }.CreateConnectionAsync();

    // What somebody has let go is back a moment later.
    private Task<IReadOnlyList<DeadLetter>> ReadAsync(int count) => Eventually.SeesAsync(
        $"{count} dead letters", () => Sandbox.Broker.ReadDeadLettersAsync(100_000), letters => letters.Count == count);

    private async Task<IHeldLetters> TakeAsync(int count)
    {
        IHeldLetters? held = null;
        await Eventually.HoldsAsync($"{count} letters to hold", async () =>
        {
            if (held is not null)
                await held.DisposeAsync();
            held = await Sandbox.DeadLetterOffice.TakeAsync(100_000);
            return held.Letters.Count == count;
        });
        return held!;
    }
}
