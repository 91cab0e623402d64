namespace FlashFlow.WebFront.Access;

/// <summary>Who shows a key.</summary>
/// <param name="Name">As the history of a sale names them.</param>
/// <param name="Role">What they may do.</param>
internal sealed record Caller(string Name, AccessRole Role);
