using System.Text.Json;

namespace FlashFlow.WebFront;

/// <summary>A time that may be many times, since its zone is not told.</summary>
internal sealed class TimeWithoutZoneException : JsonException;
