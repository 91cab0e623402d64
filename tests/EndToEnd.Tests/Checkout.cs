using System.Collections.Concurrent;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Takes money for a crowd as docs/payments.md says, from a provider that answers at random around the deadline of most holds.</summary>
/// <param name="shop">The shop.</param>
/// <param name="deadline">How long a hold lasts.</param>
/// <param name="lateHolds">How many payments are late, the first ones; if all were, the last units would be sold after many rounds.</param>
/// <param name="isOver">Whether every unit is paid for.</param>
internal sealed class Checkout(Shop shop, TimeSpan deadline, int lateHolds, Func<Task<bool>> isOver)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AroundDeadline = TimeSpan.FromSeconds(1);

    private int holds;

    /// <summary>Every payment that was authorised, with its end.</summary>
    public ConcurrentQueue<Charge> Charges { get; } = [];

    /// <summary>Serves one shopper, who keeps asking for a unit until there is one or nobody can get one any more.</summary>
    public async Task ServeAsync(string shopperId)
    {
        var hold = await Eventually.SeesAsync(
            $"a unit for {shopperId}, or the end of the sale", () => AskAsync(shopperId), answer => answer is null or { Status: 202 }, Patience);
        if (hold is null)
            return;
        var number = Interlocked.Increment(ref holds);
        if (number % 10 == 0)
            Assert.Equal("released", (await shop.ReleaseAsync(hold.OrderId)).Text("status"));
        else
            await TakeMoneyAsync(hold, number);
    }

    // Null: the sale is over.
    private async Task<ShopAnswer?> AskAsync(string shopperId)
    {
        var answer = await shop.TryToHoldAsync(shopperId);
        return answer.Code == "sold_out" && await isOver() ? null : answer;
    }

    private async Task TakeMoneyAsync(ShopAnswer hold, int number)
    {
        var random = new Random(number);
        var delay = number <= lateHolds ? deadline + (AroundDeadline * ((2 * random.NextDouble()) - 1)) : AroundDeadline * random.NextDouble() / 2;
        var payment = await shop.AuthoriseAsync(hold, delay);
        var answer = await shop.ConfirmAsync(hold.OrderId, payment, hold.Amount, hold.Currency);
        Assert.True(answer.Status == 200 || answer is { Status: 410, Code: "hold_expired" }, $"A confirm was answered {answer}.");

        // As when the provider tells of a payment twice.
        if (number % 4 == 0)
            Assert.Equal(answer, await shop.ConfirmAsync(hold.OrderId, payment, hold.Amount, hold.Currency));
        Charges.Enqueue(new(payment, hold.OrderId, IsCaptured: answer.Status == 200));
    }
}
