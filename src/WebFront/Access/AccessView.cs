namespace FlashFlow.WebFront.Access;

/// <summary>Whose the key is that a call was made with.</summary>
/// <param name="Name">As the history of a sale names them.</param>
/// <param name="Role"><c>viewer</c>, <c>shop</c> or <c>operator</c>.</param>
public sealed record AccessView(string Name, string Role);
