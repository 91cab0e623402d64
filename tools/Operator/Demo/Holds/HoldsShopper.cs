namespace FlashFlow.Operator.Demo.Holds;

/// <summary>One of the crowd: asks until a unit is held for them, and then pays, or never does.</summary>
/// <param name="number">Which one.</param>
/// <param name="pays">Whether they pay.</param>
/// <param name="front">Where they buy.</param>
/// <param name="journal">Hears what they heard.</param>
/// <param name="hold">How long units are held.</param>
internal sealed class HoldsShopper(int number, bool pays, HoldsFront front, HoldsJournal journal, TimeSpan hold)
{
    private const string SoldOut = "sold_out";
    private const string Late = "hold_expired";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly string id = $"shopper-{number}";

    /// <summary>Shops until they have paid, have let their hold lapse, or everything is over.</summary>
    /// <param name="over">Nothing is left to ask for.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task ShopAsync(CancellationToken over, CancellationToken cancellation)
    {
        for (var attempt = 1; await HoldAsync($"{id}-{attempt}", over) is { } unit; attempt++)
        {
            journal.AddHeld(unit);
            if (!pays || await PayAsync(unit, cancellation))
                return;
        }
    }

    private async Task<HeldUnit?> HoldAsync(string key, CancellationToken over)
    {
        try
        {
            while (true)
            {
                var (held, code) = await front.HoldAsync(id, key, hold, over);
                if (held is not null)
                    return held;
                if (code != SoldOut)
                {
                    journal.AddUnexpected(code);
                    return null;
                }

                await Task.Delay(LongestPause * Random.Shared.NextDouble(), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>False: they were too late, and try once more.</returns>
    private async Task<bool> PayAsync(HeldUnit unit, CancellationToken cancellation)
    {
        await Task.Delay(hold / 2 * Random.Shared.NextDouble(), cancellation);
        if (await front.PayAsync(unit, cancellation) is not { } paymentRef)
        {
            journal.AddUnexpected("no payment");
            return true;
        }

        var (isConfirmed, isReinstated, code) = await front.ConfirmAsync(unit, paymentRef, cancellation);
        if (isConfirmed)
            journal.AddPaid(unit.OrderId, isReinstated);
        else if (code == Late)
            journal.AddRefused(unit.OrderId);
        else
            journal.AddUnexpected(code);
        return code != Late;
    }
}
