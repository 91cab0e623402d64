using System.Text;
using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.Drain.Tests.Webhooks;

/// <summary>Webhooks as drains send them, to a real endpoint.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Name = "shop";

    private readonly List<WebApplication> drains = [];
    private readonly string secret = WebhookSecret.New();
    private Sandbox sandbox = null!;
    private Receiver receiver = null!;
    private ServiceProvider services = null!;
    private long epoch;

    private PostgresWebhooks Webhooks => services.GetRequiredService<PostgresWebhooks>();

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        sandbox.Settings["FlashFlow:Webhooks:AllowPrivateAddresses"] = "true";
        sandbox.Settings["FlashFlow:Webhooks:FirstPauseMilliseconds"] = "10";
        sandbox.Settings["FlashFlow:Webhooks:LongestPauseSeconds"] = "1";
        services = sandbox.BuildServices(_ => { });
        receiver = await Receiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var drain in drains)
            await drain.DisposeAsync();
        await receiver.DisposeAsync();
        await services.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task G10_a_sale_is_told_from_its_start_in_messages_that_join_without_a_gap()
    {
        await PutAsync();
        await StartDrainAsync();
        await StoreAsync(250);
        await ToldAsync(250);

        var posts = receiver.Messages.ToList();
        Assert.Equal(Enumerable.Range(0, 251).Select(seq => (long)seq), posts.SelectMany(post => post.Seqs));
        Assert.All(posts, post => Assert.InRange(post.Events.Count, 1, 100));
        Assert.Equal(0, posts[0].First);
        Assert.All(posts.Zip(posts.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.Equal((Name, "phone", epoch), (posts[0].Data.GetProperty("webhook").GetString(), posts[0].Data.GetProperty("productId").GetString(), posts[0].Epoch));
        Assert.Equal(posts.Count, posts.Select(post => post.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_message_is_signed_with_each_of_its_secrets()
    {
        var newer = WebhookSecret.New();
        await Webhooks.PutAsync(Name, receiver.Url, [], [newer, secret]);
        await StartDrainAsync();
        await StoreAsync(1);
        await ToldAsync(1);

        var post = receiver.Messages.First();
        Assert.Equal(WebhookSecret.Sign([newer, secret], post.Id, post.Timestamp, Encoding.UTF8.GetBytes(post.Body)), post.Signature);
        Assert.Equal(2, post.Signature.Split(' ').Length);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - post.Timestamp, 0, 60);
    }

    // Whoever sends it again sends the same, also when more has happened meanwhile.
    [Fact]
    public async Task A_message_that_is_refused_comes_again_with_the_same_id_and_the_same_bytes()
    {
        var refusals = 0;
        receiver.Answer = async (context, _) =>
        {
            if (Interlocked.Increment(ref refusals) > 3)
                return;
            await StoreAsync(1);
            context.Response.StatusCode = refusals == 1 ? 500 : refusals == 2 ? 302 : 404;
        };
        await PutAsync();
        await StartDrainAsync();
        await StoreAsync(1);
        await ToldAsync(4);

        var first = receiver.Messages.Take(4).ToList();
        Assert.Single(first.Select(post => (post.Id, post.Body)).Distinct());
        Assert.Equal([0, 1, 2, 3, 4], receiver.Messages.Skip(3).SelectMany(post => post.Seqs));
    }

    [Fact]
    public async Task Where_an_endpoint_says_when_to_come_again_that_is_heard()
    {
        receiver.Answer = (context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        await PutAsync();
        await StartDrainAsync();
        await StoreAsync(1);

        var webhook = await SeesAsync("the next try in an hour", webhook => webhook.Lanes.NextTry > DateTimeOffset.UtcNow.AddMinutes(59));
        Assert.Equal(("active", "it answered 503", 1, 0), (webhook.State, webhook.Lanes.Failure, webhook.Lanes.Failing, webhook.Lanes.Stopped));
        Assert.Single(receiver.Posts);

        receiver.Answer = (_, _) => Task.CompletedTask;
        Assert.True(await Webhooks.ResumeAsync(Name));
        await ToldAsync(1);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_told_nothing_more_until_an_operator_says_so()
    {
        receiver.Answer = (context, _) =>
        {
            context.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        await PutAsync();
        await StartDrainAsync();
        await StoreAsync(1);
        Assert.Equal("it answered 410", (await SeesAsync("the end", webhook => webhook.State == "ended")).Reason);
        await StoreAsync(1);
        Assert.Single(receiver.Posts);

        receiver.Answer = (_, _) => Task.CompletedTask;
        Assert.True(await Webhooks.ResumeAsync(Name));
        await ToldAsync(2);
        Assert.Equal(receiver.Posts.First().Body, receiver.Posts.ElementAt(1).Body);
    }

    [Fact]
    public async Task After_three_days_a_sale_is_stopped_and_the_others_are_told()
    {
        receiver.Answer = (context, post) =>
        {
            context.Response.StatusCode = post.Epoch == epoch ? 500 : 200;
            return Task.CompletedTask;
        };
        await PutAsync();
        await StartDrainAsync();
        await StoreAsync(1);
        await SeesAsync("a refusal", webhook => webhook.Lanes.Failing == 1);
        await ExecuteAsync("UPDATE webhook_lanes SET first_try = now() - interval '3 days'");
        Assert.Equal("it answered 500", (await SeesAsync("the stop", webhook => webhook.Lanes.Stopped == 1)).Lanes.Failure);

        var other = await sandbox.StartSaleAsync("tablet", stock: 10);
        await StoreAsync(SampleBatch.Of(other, first: 1, count: 1));
        await Eventually.HoldsAsync("the other sale told", () => Task.FromResult(receiver.Messages.Any(post => post.Epoch == other && post.Last == 1)));
    }

    // It delays itself only.
    [Fact]
    public async Task An_endpoint_that_answers_nobody_keeps_no_other_waiting()
    {
        using var never = new CancellationTokenSource();
        receiver.Answer = (_, _) => Task.Delay(Timeout.Infinite, never.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        await using var other = await Receiver.StartAsync();
        await PutAsync();
        await Webhooks.PutAsync("other", other.Url, [], [secret]);
        await StartDrainAsync();
        for (var i = 0; i < 20; i++)
        {
            var of = await sandbox.StartSaleAsync($"product-{i}", stock: 10);
            await StoreAsync(SampleBatch.Of(of, first: 1, count: 1));
        }

        await Eventually.HoldsAsync("every sale told to the other", () => Task.FromResult(other.Messages.Count(post => post.Last == 1) == 20));
        Assert.InRange(receiver.Posts.Count, 1, new WebhookOptions().SalesAtOnce);
        await never.CancelAsync();
    }

    [Fact]
    public async Task Only_what_is_wanted_is_told_and_the_messages_join_all_the_same()
    {
        await Webhooks.PutAsync(Name, receiver.Url, ["sale.paused", "sale.closed"], [secret]);
        await StartDrainAsync();
        await StoreAsync(700);
        await StoreAsync(SampleBatch.Transitions(epoch, first: 701, new Transition { Kind = TransitionKind.Paused }, new Transition { Kind = TransitionKind.Resumed }));
        await StoreAsync(SampleBatch.Transitions(epoch, first: 703, new Transition { Kind = TransitionKind.Closed }));
        await ToldAsync(703);

        var posts = receiver.Messages.ToList();
        Assert.Equal([701, 703], posts.SelectMany(post => post.Seqs));
        Assert.Equal(0, posts[0].First);
        Assert.All(posts.Zip(posts.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
    }

    [Fact]
    public async Task A_webhook_is_told_of_what_happens_from_its_making_on_and_of_all_once_more_when_it_is_asked_for()
    {
        await StoreAsync(3);
        await PutAsync();
        await StartDrainAsync();
        await StoreAsync(1);
        await ToldAsync(4);
        Assert.Equal([4], receiver.Messages.SelectMany(post => post.Seqs));

        var third = (await sandbox.Feed.ReadAllAsync(default, 10, CancellationToken.None))[2].Cursor;
        Assert.True(await Webhooks.ReplayAsync(Name, third));
        await Eventually.HoldsAsync("the replay", () => Task.FromResult(receiver.Messages.Skip(1).SelectMany(post => post.Seqs).Contains(4)));
        Assert.Equal([3, 4], receiver.Messages.Skip(1).SelectMany(post => post.Seqs));
        Assert.Equal(3, receiver.Messages.ElementAt(1).First);

        Assert.True(await Webhooks.ReplayAsync(Name, default));
        await Eventually.HoldsAsync("all once more", () => Task.FromResult(receiver.Messages.SelectMany(post => post.Seqs).Count() == 8));
        Assert.Equal(0, receiver.Messages.Last(post => post.Seqs.Contains(0)).First);
    }

    [Fact]
    public async Task A_webhook_that_is_paused_is_told_nothing_until_it_is_resumed()
    {
        await PutAsync();
        await Webhooks.PauseAsync(Name);
        await StartDrainAsync();
        await StoreAsync(5);
        await SeesAsync("what waits", webhook => webhook.State == "paused");
        Assert.Empty(receiver.Posts);

        await Webhooks.ResumeAsync(Name);
        await ToldAsync(5);
    }

    [Fact]
    public async Task A_test_is_sent_and_signed_like_any_other_message()
    {
        await PutAsync();
        await StartDrainAsync();
        Assert.True(await Webhooks.TestAsync(Name, "msg_test", """{"type":"webhook.test"}"""u8.ToArray()));
        await Eventually.HoldsAsync("the test", () => Task.FromResult(!receiver.Posts.IsEmpty));

        var post = Assert.Single(receiver.Posts);
        Assert.Equal(("msg_test", """{"type":"webhook.test"}"""), (post.Id, post.Body));
        Assert.Equal(WebhookSecret.Sign([secret], post.Id, post.Timestamp, Encoding.UTF8.GetBytes(post.Body)), post.Signature);
    }

    [Fact]
    public async Task An_address_that_is_not_public_is_refused_unless_it_is_allowed()
    {
        sandbox.Settings["FlashFlow:Webhooks:AllowPrivateAddresses"] = "false";
        await PutAsync();
        await Webhooks.PutAsync("by-name", receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), [], [secret]);
        await StartDrainAsync();
        await StoreAsync(1);

        Assert.Equal("127.0.0.1 leads to no public address", (await SeesAsync("a refusal", webhook => webhook.Lanes.Failing == 1)).Lanes.Failure);
        Assert.Equal("localhost leads to no public address", (await SeesAsync("a refusal", webhook => webhook.Lanes.Failing == 1, "by-name")).Lanes.Failure);
        Assert.Empty(receiver.Posts);
    }

    // Two that deliver share the sales and double nothing.
    [Fact]
    public async Task Several_drains_tell_everything_once_and_in_order()
    {
        await PutAsync();
        for (var i = 0; i < 3; i++)
            await StartDrainAsync();
        var epochs = new List<long>();
        for (var i = 0; i < 5; i++)
            epochs.Add(await sandbox.StartSaleAsync($"product-{i}", stock: 1_000));
        await Task.WhenAll(epochs.Select(async of =>
        {
            for (var step = 0; step < 20; step++)
                await StoreAsync(SampleBatch.Of(of, first: (step * 10) + 1, count: 10));
        }));

        await Eventually.HoldsAsync("every sale told", () => Task.FromResult(epochs.TrueForAll(of => receiver.Messages.Any(post => post.Epoch == of && post.Last == 200))));
        Assert.All(epochs, of => Assert.Equal(Enumerable.Range(0, 201).Select(seq => (long)seq), receiver.Messages.Where(post => post.Epoch == of).SelectMany(post => post.Seqs)));
    }

    // As if a process had frozen it, sent it, or not, and died: the lease is over, and another goes on.
    [Fact]
    public async Task What_a_process_has_frozen_and_left_is_sent_by_another_as_it_is()
    {
        await PutAsync();
        await StoreAsync(2);
        var lanes = services.GetRequiredService<WebhookLanes>();
        await lanes.OpenAsync(epochs: null, CancellationToken.None);
        var lane = Assert.Single(await TakeAsync(lanes, TimeSpan.FromMilliseconds(50)));
        var frozen = lane with { Message = new("msg_frozen", """{"type":"sale.events","data":{"epoch":1,"first":0,"last":1,"events":[]}}"""u8.ToArray(), 1) };
        Assert.True(await lanes.FreezeAsync(frozen, TimeSpan.FromMilliseconds(50), CancellationToken.None));

        await StartDrainAsync();
        await ToldAsync(2);

        Assert.Equal("msg_frozen", receiver.Posts.First().Id);
        Assert.Equal([2], receiver.Messages.Skip(1).SelectMany(post => post.Seqs));

        // It wakes up again, and is heard no more.
        Assert.False(await lanes.FreezeAsync(frozen, TimeSpan.FromMinutes(1), CancellationToken.None));
        await lanes.FinishAsync(frozen with { DeliveredTo = 0, ToldTo = 0 });
        Assert.Equal(0, (await FindAsync())!.Lanes.Behind);
    }

    [Fact]
    public async Task A_lane_is_taken_on_by_one_at_a_time()
    {
        await PutAsync();
        await StoreAsync(1);
        var lanes = services.GetRequiredService<WebhookLanes>();
        await lanes.OpenAsync(epochs: null, CancellationToken.None);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TakeAsync(lanes, TimeSpan.FromMinutes(1))));

        Assert.Single(taken.SelectMany(lane => lane));
    }

    [Fact]
    public async Task A_process_may_be_there_for_webhooks_alone()
    {
        await PutAsync();
        sandbox.Settings["FlashFlow:Drain:Store"] = "false";
        sandbox.Settings["FlashFlow:RabbitMq:Uri"] = "amqp://nobody:nobody@127.0.0.1:1/";
        await StartDrainAsync();
        await StoreAsync(1);
        await ToldAsync(1);
    }

    private static Task<IReadOnlyList<WebhookLane>> TakeAsync(WebhookLanes lanes, TimeSpan lease) =>
        lanes.TakeAsync(epochs: null, new Dictionary<string, int>(), most: 8, lease, CancellationToken.None);

    private async Task PutAsync() => await Webhooks.PutAsync(Name, receiver.Url, [], [secret]);

    private long stored;

    private async Task StoreAsync(int orders)
    {
        if (epoch == 0)
            epoch = await sandbox.StartSaleAsync("phone", stock: 10_000);

        // An endpoint that is told of a sale may store more of it meanwhile.
        var first = stored + 1;
        stored += orders;
        await StoreAsync(SampleBatch.Of(epoch, first, orders));
    }

    private Task StoreAsync(OrderBatch batch) => StoreAsync([batch], []);

    private Task StoreAsync(TransitionBatch batch) => StoreAsync([], [batch]);

    // As another drain stores and tells. These have not stored it, and look for what others have left now and then.
    private async Task StoreAsync(OrderBatch[] orders, TransitionBatch[] transitions)
    {
        await sandbox.Orders.StoreAsync(orders, transitions, [], CancellationToken.None);
        await sandbox.AdvanceFeedAsync();
    }

    private Task<Webhook?> FindAsync(string name = Name) => Webhooks.FindAsync(name, CancellationToken.None);

    private async Task<Webhook> SeesAsync(string what, Func<Webhook, bool> isThere, string name = Name) =>
        (await Eventually.SeesAsync(what, () => FindAsync(name), webhook => webhook is not null && isThere(webhook)))!;

    // What it was told and has taken: the database knows by then.
    private async Task ToldAsync(int last)
    {
        await Eventually.HoldsAsync($"told to {last}", async () =>
        {
            await using var command = sandbox.Database.CreateCommand($"SELECT min(delivered_to) FROM webhook_lanes WHERE epoch = {epoch}");
            return await command.ExecuteScalarAsync() is int to && to >= last;
        });
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task StartDrainAsync() => drains.Add(await RunningDrain.StartAsync(sandbox));
}
