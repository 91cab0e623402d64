namespace FlashFlow.Console.Access;

/// <summary>Whose key it is, as the front knows.</summary>
/// <param name="Name">Their name in the history of a sale.</param>
/// <param name="Role"><c>viewer</c>, <c>shop</c> or <c>operator</c>.</param>
public sealed record KeyHolder(string Name, string Role);
