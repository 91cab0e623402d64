using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.WebFront.Webhooks;

/// <summary>A webhook as an operator defines it.</summary>
/// <param name="Url">Where messages are sent to, with <c>https://</c>.</param>
/// <param name="Events">The types of events that are wanted; absent or empty: all.</param>
/// <param name="Secrets">What messages are signed with, one or, while it is changed, two, the new one first; absent: as before, or one is made.</param>
public sealed record WebhookRequest(string Url, string[]? Events = null, string[]? Secrets = null)
{
    private const int MaxUrlLength = 2_048;

    /// <summary>Why no webhook can be like this; null when one can.</summary>
    /// <param name="allowsPlain">Addresses without TLS are allowed.</param>
    public string? FindDefect(bool allowsPlain) => this switch
    {
        _ when FindAddress() is not { } address || (address.Scheme != Uri.UriSchemeHttps && !(allowsPlain && address.Scheme == Uri.UriSchemeHttp)) =>
            $"The url must be an address that begins with https:// and has at most {MaxUrlLength} characters, no user and no fragment.",
        { Events: { } events } when events.Length != events.Distinct().Count() || Array.Exists(events, type => !FeedEventTypes.All.Contains(type)) =>
            $"The events must be some of {string.Join(", ", FeedEventTypes.All)}, each once.",
        { Secrets: { } secrets } when secrets.Length is not (1 or 2) || secrets.Distinct().Count() != secrets.Length || !Array.TrueForAll(secrets, WebhookSecret.IsOne) =>
            "The secrets must be one or two, each whsec_ followed by 24 to 64 bytes in base64.",
        _ => null,
    };

    private Uri? FindAddress() =>
        Url is { Length: <= MaxUrlLength } && Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && address.Fragment.Length == 0 && address.Host.Length > 0
            ? address
            : null;
}
