using System.CommandLine;
using System.Text;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Webhooks;

/// <summary><c>webhook</c>: where events are sent to, and how far that has come.</summary>
internal static class WebhookCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "A webhook." };

    private static readonly Option<FeedCursor?> From = new("--from")
    {
        Description = "After this cursor of the feed of all sales; without it, from where all is kept.",
        HelpName = "CURSOR",
        CustomParser = result =>
        {
            if (FeedCursor.Find(result.Tokens[0].Value) is { } cursor)
                return cursor;
            result.AddError($"--from: '{result.Tokens[0].Value}' is no cursor such as r12.345.");
            return null;
        },
    };

    public static Command Create() => new(
        "webhook",
        "The webhooks: endpoints to which events are sent. PUT /webhooks/NAME of a front makes one. Ends with 0 when done, 2 for an unknown name, 3 if PostgreSQL does not answer.")
    {
        List(),
        OfOne("test", "Sends it a message of the type webhook.test; list tells if it was refused.", (webhooks, name, _) => webhooks.TestAsync(name, $"msg_{Guid.NewGuid():N}", Test(name)), "A test is on its way."),
        Replay(),
        OfOne("pause", "Sends it nothing until it is resumed.", (webhooks, name, _) => webhooks.PauseAsync(name), "Paused."),
        OfOne("resume", "Sends to it again, also where it has ended or messages are not tried any more.", (webhooks, name, _) => webhooks.ResumeAsync(name), "Resumed."),
    };

    private static Command List()
    {
        var command = new Command("list", "Lists the webhooks, by name.");
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            async engine =>
            {
                WebhookTable.Write(Terminal.Open(), await engine.Webhooks.ListAsync(cancellation));
                return ExitCode.Ok;
            },
            ExitCode.Away,
            cancellation));
        return command;
    }

    private static Command Replay()
    {
        var command = OfOne(
            "replay", "Tells it once more of what happened, and sends to it again.", (webhooks, name, parsed) => webhooks.ReplayAsync(name, parsed.GetValue(From) ?? default), "It is told once more.");
        command.Add(From);
        return command;
    }

    private static Command OfOne(string name, string description, Func<PostgresWebhooks, string, ParseResult, Task<bool>> change, string done)
    {
        var command = new Command(name, description) { Name };
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            async engine =>
            {
                var webhook = parsed.GetRequiredValue(Name);
                if (await change(engine.Webhooks, webhook, parsed))
                {
                    Console.WriteLine(done);
                    return ExitCode.Ok;
                }

                await Console.Error.WriteLineAsync($"flashflow: there is no webhook '{webhook}': see ./flashflow webhook list.");
                return ExitCode.Usage;
            },
            ExitCode.Away,
            cancellation));
        return command;
    }

    // Whoever asks for a name that is none finds no webhook of it, so it needs no escaping.
    private static byte[] Test(string name) => Encoding.UTF8.GetBytes($$$"""{"type":"webhook.test","timestamp":"{{{DateTimeOffset.UtcNow:O}}}","data":{"webhook":"{{{name}}}"}}""");
}
