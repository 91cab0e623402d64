using System.Diagnostics.Metrics;
using FlashFlow.Core;

namespace FlashFlow.Drain.Webhooks;

/// <summary>What is measured of webhooks.</summary>
internal static class WebhookInstruments
{
    private static readonly Meter Meter = new(Telemetry.Name);

    private static readonly Counter<long> Messages =
        Meter.CreateCounter<long>("flashflow.webhook.messages", "{message}", "Messages sent to webhooks, by what became of them.");

    /// <summary>Counts a message that was sent.</summary>
    public static void Count(string webhook, bool isTaken) => Messages.Add(1, new("webhook", webhook), new("outcome", isTaken ? "taken" : "refused"));
}
