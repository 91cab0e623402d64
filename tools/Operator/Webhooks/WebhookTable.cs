using FlashFlow.Infrastructure.Postgres.Webhooks;
using Spectre.Console;

namespace FlashFlow.Operator.Webhooks;

/// <summary>Shows webhooks to a person, one per line.</summary>
internal static class WebhookTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Webhook> webhooks)
    {
        if (webhooks.Count == 0)
        {
            console.WriteLine("There are no webhooks.");
            return;
        }

        var table = new Table()
            .AddColumn(new TableColumn("name").NoWrap())
            .AddColumn("state")
            .AddColumn(new TableColumn("behind").RightAligned())
            .AddColumn(new TableColumn("failing sales").RightAligned())
            .AddColumn(new TableColumn("stopped sales").RightAligned())
            .AddColumn("last failure")
            .AddColumn("events")
            .AddColumn("url");
        foreach (var webhook in webhooks)
            table.AddRow(Array.ConvertAll(Cells(webhook), Markup.Escape));
        console.Write(table);
        console.WriteLine("./flashflow webhook test NAME | replay NAME | pause NAME | resume NAME");
    }

    private static string[] Cells(Webhook webhook) =>
    [
        webhook.Name,
        webhook.State,
        $"{webhook.Lanes.Behind:N0}",
        $"{webhook.Lanes.Failing:N0}",
        $"{webhook.Lanes.Stopped:N0}",
        webhook.Reason ?? webhook.Lanes.Failure ?? "",
        webhook.Events.Count == 0 ? "all" : string.Join(", ", webhook.Events),
        webhook.Url,
    ];
}
