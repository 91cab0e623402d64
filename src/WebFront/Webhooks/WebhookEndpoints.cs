using System.Text.Json;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Webhooks;

/// <summary>Where events are sent to. The drains send them; here operators say where, and see how far that has come.</summary>
internal static class WebhookEndpoints
{
    private const string Tag = "Webhooks";

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var looks = Group(app, AccessRole.Viewer);
        looks.MapGet("/", ListAsync).WithSummary("Lists the webhooks, by name.").Produces<EndpointView[]>();
        looks.MapGet("/{name}", FindAsync).WithSummary("Shows a webhook.").Produces<EndpointView>().Refuses(Problems.UnknownWebhook);

        var webhook = Group(app, AccessRole.Operator).MapGroup("/{name}");
        webhook.MapPut("/", PutAsync)
            .WithSummary("Makes a webhook, which is told of what happens from now on, or changes address, events or secrets of the one that is there.")
            .Produces<EndpointView>(StatusCodes.Status201Created)
            .Produces<EndpointView>()
            .TakesBody()
            .Refuses(Problems.BadWebhook);
        webhook.MapDelete("/", DeleteAsync).WithSummary("Takes a webhook away.").Produces(StatusCodes.Status204NoContent).Refuses(Problems.UnknownWebhook);
        webhook.MapPost("/pause", PauseAsync).WithSummary("Sends it nothing until it is resumed.").Produces<EndpointView>().Refuses(Problems.UnknownWebhook);
        webhook.MapPost("/resume", ResumeAsync)
            .WithSummary("Sends to it again, at once, also where it has ended or messages are not tried any more.")
            .Produces<EndpointView>().Refuses(Problems.UnknownWebhook);
        webhook.MapPost("/replay", ReplayAsync)
            .WithSummary("Tells it once more of all that follows the cursor `after` of the feed of all sales; without it of all that is kept. It is resumed by that.")
            .Produces<EndpointView>().Refuses(Problems.UnknownWebhook, Problems.BadPage);
        webhook.MapPost("/test", TestAsync)
            .WithSummary("Sends it a message of the type webhook.test, with the same headers and signatures as all others.")
            .Produces<TestView>(StatusCodes.Status202Accepted).Refuses(Problems.UnknownWebhook);
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder app, AccessRole role) =>
        app.MapGroup("/webhooks").WithTags(Tag).RequireKey(role).Refuses(Problems.BadRequest, Problems.Unavailable);

    private static async Task<IResult> ListAsync(PostgresWebhooks webhooks, CancellationToken cancellation) =>
        TypedResults.Ok((await webhooks.ListAsync(cancellation)).Select(EndpointView.Of).ToArray());

    private static async Task<IResult> FindAsync(string name, PostgresWebhooks webhooks) => await ShowAsync(name, isThere: true, webhooks);

    private static async Task<IResult> PutAsync(string name, WebhookRequest request, PostgresWebhooks webhooks, WebhookOptions options)
    {
        if (!Identifiers.IsProductId(name))
            return Problems.BadWebhook.With($"A webhook's name has 1 to {Identifiers.MaxLength} of the characters a-z 0-9 . _ - and begins with a letter or digit.");
        if (request.FindDefect(options.AllowPrivateAddresses) is { } defect)
            return Problems.BadWebhook.With(defect);

        var (isNew, secret) = await webhooks.PutAsync(name, request.Url, request.Events ?? [], request.Secrets);
        if (await webhooks.FindAsync(name, CancellationToken.None) is not { } webhook)
            return Problems.UnknownWebhook;
        var view = EndpointView.Of(webhook) with { Secret = secret };
        return isNew ? TypedResults.Created($"/webhooks/{name}", view) : TypedResults.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(string name, PostgresWebhooks webhooks) =>
        await webhooks.DeleteAsync(name) ? TypedResults.NoContent() : Problems.UnknownWebhook;

    private static async Task<IResult> PauseAsync(string name, PostgresWebhooks webhooks) => await ShowAsync(name, await webhooks.PauseAsync(name), webhooks);

    private static async Task<IResult> ResumeAsync(string name, PostgresWebhooks webhooks) => await ShowAsync(name, await webhooks.ResumeAsync(name), webhooks);

    private static async Task<IResult> ReplayAsync(string name, [FromQuery] string? after, PostgresWebhooks webhooks)
    {
        var cursor = after is null ? new FeedCursor(0, 0) : FeedCursor.Find(after);
        return cursor is { } from ? await ShowAsync(name, await webhooks.ReplayAsync(name, from), webhooks)
            : Problems.BadPage.With("It begins after a cursor of the feed of all sales, as `next` and the ids of events tell it.");
    }

    private static async Task<IResult> TestAsync(string name, PostgresWebhooks webhooks, TimeProvider time)
    {
        var id = $"msg_{Guid.NewGuid():N}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new WebhookTest("webhook.test", time.GetUtcNow(), new(name)), FrontJson.Default.WebhookTest);
        return await webhooks.TestAsync(name, id, body) ? TypedResults.Accepted($"/webhooks/{name}", new TestView(id)) : Problems.UnknownWebhook;
    }

    private static async Task<IResult> ShowAsync(string name, bool isThere, PostgresWebhooks webhooks) =>
        isThere && await webhooks.FindAsync(name, CancellationToken.None) is { } webhook ? TypedResults.Ok(EndpointView.Of(webhook)) : Problems.UnknownWebhook;
}
