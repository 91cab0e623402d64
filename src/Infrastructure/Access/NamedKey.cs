namespace FlashFlow.Infrastructure.Access;

/// <summary>
/// A key of somebody whom the history of a sale is to tell from others. Section <c>FlashFlow:Front:Keys:0</c>, <c>1</c> ..., or an element of
/// a <see cref="KeyFile"/>.
/// </summary>
public sealed record NamedKey
{
    /// <summary>Whose it is, within <see cref="Core.Identifiers.IsShopperId"/>; no other key has the name.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is: <c>viewer</c>, <c>shop</c> or <c>operator</c>. A text, since .NET silently leaves out an element of a list that it cannot bind.</summary>
    public string? Role { get; init; }

    /// <summary>SHA-256 of the key in UTF-8, as 64 hexadecimal digits: who reads the settings does not know the key.</summary>
    public string? Sha256 { get; init; }
}
