namespace FlashFlow.WebFront.Products;

/// <summary>What watchers of a product see.</summary>
/// <param name="State"><c>open</c>, <c>not_open</c>, <c>paused</c>, <c>sold_out</c>, <c>suspended</c>, <c>closed</c> or <c>archived</c>.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Epoch">Number of the sale.</param>
public sealed record LiveView(string State, long Remaining, long Epoch);
