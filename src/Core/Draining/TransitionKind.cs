using System.Text.Json.Serialization;

namespace FlashFlow.Core.Draining;

/// <summary>What happened to an order after it was held or sold, or to its sale. The names are those of the ledger's scripts and of the store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransitionKind>))]
public enum TransitionKind
{
    /// <summary>A hold was paid for in time.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>A hold that had expired was paid for, and its units were still free (G9).</summary>
    [JsonStringEnumMemberName("reinstated")]
    Reinstated,

    /// <summary>A hold that had expired was paid for, and its units were not free: that payment is refused for good (G9).</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>A hold was given up.</summary>
    [JsonStringEnumMemberName("released")]
    Released,

    /// <summary>A hold's deadline passed.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>A hold got a later deadline.</summary>
    [JsonStringEnumMemberName("extended")]
    Extended,

    /// <summary>Units of a sold order were cancelled.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Units that were cancelled earlier are for sale again.</summary>
    [JsonStringEnumMemberName("returned")]
    Returned,

    /// <summary>Units were added to the sale.</summary>
    [JsonStringEnumMemberName("restocked")]
    Restocked,

    /// <summary>The sale was paused.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>The sale was resumed.</summary>
    [JsonStringEnumMemberName("resumed")]
    Resumed,

    /// <summary>The sale was closed.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>The sale's definition was changed.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>The sale was archived.</summary>
    [JsonStringEnumMemberName("archived")]
    Archived,
}
