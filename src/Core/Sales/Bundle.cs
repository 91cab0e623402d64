using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace FlashFlow.Core.Sales;

/// <summary>
/// What a product is made of that has no stock of its own: products of its family, each with the units of it that one bundle takes. A
/// variant is a bundle of one product.
/// </summary>
[JsonConverter(typeof(BundleJson))]
public sealed record Bundle
{
    /// <summary>Most products in one.</summary>
    public const int MostComponents = 10;

    /// <param name="components">Units of each product that one bundle takes.</param>
    public Bundle(IEnumerable<KeyValuePair<string, int>> components) =>
        Components = components.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Product -> units of it that one bundle takes, at least 1.</summary>
    public ImmutableSortedDictionary<string, int> Components { get; }

    /// <summary>How many bundles there are.</summary>
    /// <param name="remaining">Units left of each product.</param>
    public long CountRemaining(Func<string, long> remaining) => Components.Min(component => remaining(component.Key) / component.Value);

    /// <summary>Reads what <see cref="ToString"/> writes; null for an empty text.</summary>
    public static Bundle? Parse(string text) => text.Length == 0 ? null : new(text.Split(',').Select(component =>
    {
        var parts = component.Split(':');
        return KeyValuePair.Create(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
    }));

    /// <inheritdoc/>
    public bool Equals(Bundle? other) => ToString() == other?.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is kept: <c>cup:2,plate:1</c>. No product id holds a comma or a colon.</summary>
    public override string ToString() =>
        string.Join(',', Components.Select(component => string.Create(CultureInfo.InvariantCulture, $"{component.Key}:{component.Value}")));
}
