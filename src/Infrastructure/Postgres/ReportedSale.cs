using FlashFlow.Core.Auditing;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>A sale that a product has or had, as it is stored.</summary>
/// <param name="Epoch">The sale.</param>
/// <param name="Name">The product's name in it.</param>
/// <param name="State">What the operator had made of it; <c>superseded</c> where another sale took the place of one that was not closed.</param>
/// <param name="Price">Price of one unit.</param>
/// <param name="Currency">Its currency, null where none was said.</param>
/// <param name="Stock">Units at the start.</param>
/// <param name="Added">Units added since.</param>
/// <param name="StartedAt">When it was defined.</param>
/// <param name="Stored">The orders of it that are stored, or were, and their units.</param>
/// <param name="PrunedAt">When they left the store; null while they are kept.</param>
public sealed record ReportedSale(
    long Epoch, string Name, string State, decimal Price, string? Currency, int Stock, int Added, DateTimeOffset StartedAt, Tally Stored,
    DateTimeOffset? PrunedAt);
