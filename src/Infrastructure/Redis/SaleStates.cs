using FlashFlow.Core.Sales;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>How the ledger spells the states of a sale.</summary>
internal static class SaleStates
{
    public static string Name(SaleState state) => state switch
    {
        SaleState.Open => "open",
        SaleState.Paused => "paused",
        SaleState.Closed => "closed",
        SaleState.Archived => "archived",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static SaleState Parse(string name) => name switch
    {
        "open" => SaleState.Open,
        "paused" => SaleState.Paused,
        "closed" => SaleState.Closed,
        "archived" => SaleState.Archived,
        _ => throw new InvalidOperationException($"The ledger holds the state '{name}', which means nothing."),
    };
}
