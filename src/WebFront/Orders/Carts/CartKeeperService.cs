using FlashFlow.Core.Carts;

namespace FlashFlow.WebFront.Orders.Carts;

/// <summary>Ends what others began and did not end, beside the requests.</summary>
internal sealed class CartKeeperService(CartKeeper keeper) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await keeper.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
    }
}
