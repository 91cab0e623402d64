namespace FlashFlow.Bench.Rooms;

/// <summary>Where one shopper stands, with the names of a front's answer.</summary>
internal sealed record LineTurn(string State, long Number, string Receipt, LineView Room, long? Place = null, string? Pass = null);
