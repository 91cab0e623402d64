using System.Diagnostics;
using FlashFlow.Core.Draining;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Units that are held, and their guards that die: two fronts, or a front and two silos, each as it runs by itself.</summary>
public sealed class HoldTests : WholeWayTests
{
    private const int HoldSeconds = 5;

    // Longer than anything takes here.
    private const int LongHoldSeconds = 300;

    private long epoch;
    private EngineProcess[] fronts = [];

    protected override int Silos => 2;

    // What is found, and how soon, is a promise of the usual settings.
    protected override (string Key, string Value)[] GuardSettings => [];

    [Theory, BothModes]
    public async Task G2_a_lapsed_unit_is_bought_by_somebody_who_keeps_asking_within_a_second_of_its_deadline(string mode)
    {
        Mode = mode;
        using var shop = await OpenAsync(HoldSeconds);
        var first = await shop.HoldAsync("ada");

        var longest = TimeSpan.Zero;
        var next = await Eventually.SeesAsync("a hold of the unit that lapsed", AskAsync, answer => answer.Status == 202);

        // By Redis's clock alone: each deadline is so long after its hold began. Who is answered slowly asks more seldom.
        var empty = next.ExpiresAt.AddSeconds(-HoldSeconds) - first.ExpiresAt;
        Assert.InRange(empty, TimeSpan.Zero, TimeSpan.FromSeconds(1) + longest);

        async Task<ShopAnswer> AskAsync()
        {
            var asked = Stopwatch.GetTimestamp();
            var answer = await shop.TryToHoldAsync("ben");
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(asked).Ticks));
            return answer;
        }
    }

    [Theory, BothModes]
    public async Task G2_a_hold_whose_guard_was_killed_is_back_on_sale_within_five_seconds_though_nobody_buys(string mode)
    {
        Mode = mode;
        using var shop = await OpenAsync(HoldSeconds);
        shop.Fronts = [fronts[0].Address];
        var hold = await shop.HoldAsync("ada");

        await KillGuardAsync();
        var held = await Sandbox.Sales.FindAsync(Product);
        Assert.Equal((1, 0), (held!.Held, held.Remaining));

        await Eventually.SeesAsync("the unit back on sale", () => Sandbox.Sales.FindAsync(Product), sale => sale is { Held: 0, Remaining: 1 });
        await StartDrainAsync();
        await CheckStatesAsync(epoch);
        Assert.InRange(await TimeOfAsync("expired") - hold.ExpiresAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory, BothModes]
    public async Task G3_G4_G9_a_hold_survives_front_silo_and_drain_and_its_confirm_counts_once(string mode)
    {
        Mode = mode;
        using var shop = await OpenAsync(LongHoldSeconds);
        var drain = await StartDrainAsync();
        shop.Fronts = [fronts[0].Address];
        var hold = await shop.HoldAsync("ada");
        await Eventually.SeesAsync("the hold stored", Sandbox.StoredOrderIdsAsync, stored => stored.Contains(hold.OrderId));

        await KillGuardAsync();
        await Task.WhenAll(fronts.Append(drain).Where(process => process.IsRunning).Select(process => process.KillAsync()));
        shop.Fronts = [(await StartFrontAsync()).Address];
        var confirmed = await ConfirmAsync(shop, hold, "pi_1");
        Assert.Equal((200, "confirmed"), (confirmed.Status, confirmed.Text("status")));

        Assert.Equal(confirmed, await ConfirmAsync(shop, hold, "pi_1"));
        Assert.Equal("payment_mismatch", (await ConfirmAsync(shop, hold, "pi_2")).Code);
        await StartDrainAsync();
        await CheckStatesAsync(epoch);
        Assert.Equal([TransitionKind.Confirmed], (await Sandbox.StoredOrders.ReadTransitionsAsync(epoch, CancellationToken.None)).Select(transition => transition.Kind));
    }

    private static Task<ShopAnswer> ConfirmAsync(Shop shop, ShopAnswer hold, string paymentRef) =>
        shop.ConfirmAsync(hold.OrderId, paymentRef, hold.Amount, hold.Currency);

    /// <summary>A sale of one unit, with a shop that calls as many fronts as there are guards.</summary>
    private async Task<Shop> OpenAsync(int holdSeconds)
    {
        epoch = await Sandbox.StartHoldingAsync(Product, stock: 1, holdSeconds);
        fronts = await Task.WhenAll(Enumerable.Range(0, IsClustered ? 1 : 2).Select(_ => StartFrontAsync()));
        return new(Product, [.. fronts.Select(front => front.Address)]);
    }

    /// <summary>The first front, or the silo where the product lives: what knew of the hold.</summary>
    private async Task KillGuardAsync() => await (IsClustered ? await FindHomeAsync() : fronts[0]).KillAsync();

    /// <summary>When something happened, by Redis's clock.</summary>
    private async Task<DateTimeOffset> TimeOfAsync(string kind)
    {
        await using var command = Sandbox.Database.CreateCommand("SELECT at FROM order_events WHERE kind = $1");
        command.Parameters.Add(new() { Value = kind });
        return new((DateTime)(await command.ExecuteScalarAsync())!);
    }
}
