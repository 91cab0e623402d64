using FlashFlow.Core.Carts;
using FlashFlow.Core.Rooms;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>The line in a real Redis, with its clock.</summary>
public sealed class RoomLedgerTests : SandboxTests
{
    private const string Product = "ticket";

    private static readonly Room Open = new()
    {
        StartsAt = DateTimeOffset.UtcNow.AddDays(-1), PerMinute = Room.MostPerMinute, PassSeconds = 300, Ahead = 1,
    };

    private static readonly Room Gathering = Open with { StartsAt = DateTimeOffset.UtcNow.AddDays(1) };

    [Fact]
    public async Task A_product_without_a_room_has_none()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        Assert.Null((await Sandbox.Rooms.EnterAsync(Product, ["ada"], [])).Look);
        Assert.Null((await Sandbox.Rooms.EnterAsync("another", [], [])).Look);
    }

    [Fact]
    public async Task G11_who_joins_twice_keeps_their_number()
    {
        await StartAsync(Gathering);

        Assert.Equal([1, 2, 1], await JoinAsync("ada", "bob", "ada"));
        Assert.Equal([2, 3, 1], await JoinAsync("bob", "eve", "ada"));

        var look = await LookAsync();
        Assert.Equal((RoomState.Gathering, 3, null, 0), (look.State, look.Members, look.Drawn, look.Admitted));
    }

    [Fact]
    public async Task Who_only_asks_is_told_their_number_and_does_not_join()
    {
        await StartAsync(Gathering);
        await JoinAsync("ada");

        var reply = await Sandbox.Rooms.EnterAsync(Product, ["bob"], ["eve", "ada", "bob"]);

        Assert.Equal([2, 0, 1, 2], reply.Numbers);
        Assert.Equal(2, reply.Look!.Members);
        Assert.Equal([0], (await Sandbox.Rooms.EnterAsync(Product, [], ["eve"])).Numbers);
    }

    [Fact]
    public async Task Nobody_joins_before_the_room_opens()
    {
        await StartAsync(Gathering with { OpensAt = DateTimeOffset.UtcNow.AddHours(1) });

        Assert.Equal([0], await JoinAsync("ada"));
        Assert.Equal(RoomState.NotOpen, (await LookAsync()).State);
    }

    [Fact]
    public async Task Nobody_joins_when_the_sale_is_over()
    {
        var epoch = await StartAsync(Gathering);
        Assert.Equal([1], await JoinAsync("ada"));
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);

        Assert.Equal([1, 0], await JoinAsync("ada", "bob"));
        Assert.Equal(RoomState.Closed, (await LookAsync()).State);
    }

    [Fact]
    public async Task G11_members_are_frozen_at_the_start_and_later_ones_stand_behind()
    {
        await StartAsync(Gathering, stock: 100);
        await JoinAsync([.. Enumerable.Range(1, 20).Select(Shopper)]);
        await BeginAsync();

        var (_, late) = await EnterAsync(Shopper(21));
        var look = await DrawAsync();

        Assert.Equal((20, 21), (look.Drawn, look.Members));
        Assert.Equal(21, look.PlaceOf(late[0]));
        Assert.Equal(Enumerable.Range(1, 20).Select(place => (long)place), Enumerable.Range(1, 20).Select(number => look.PlaceOf(number)!.Value).Order());
    }

    [Fact]
    public async Task G11_nobody_is_let_in_before_the_draw()
    {
        await StartAsync(Open, stock: 100);
        await JoinAsync("ada", "bob");

        var look = await LookAsync();

        // Nobody was there at the start, and still somebody has to draw.
        Assert.Equal((RoomState.Drawing, 0, 0), (look.State, look.Drawn, look.Admitted));
        Assert.Equal(2, (await DrawAsync()).Admitted);
    }

    [Fact]
    public async Task One_draws_and_others_wait_for_it()
    {
        var epoch = await StartAsync(Gathering);
        Assert.False(await Sandbox.Rooms.ClaimDrawAsync(Product, epoch));
        await BeginAsync();
        await LookAsync();

        Assert.True(await Sandbox.Rooms.ClaimDrawAsync(Product, epoch));
        Assert.False(await Sandbox.Rooms.ClaimDrawAsync(Product, epoch));
        Assert.False(await Sandbox.Rooms.ClaimDrawAsync(Product, epoch + 1));

        Assert.True(await Sandbox.Rooms.DrawAsync(Product, (await LookAsync()).Keys!, new([1], [2], ""), default, []));
        Assert.False(await Sandbox.Rooms.ClaimDrawAsync(Product, epoch));
    }

    [Fact]
    public async Task The_first_draw_holds()
    {
        await StartAsync(Open);
        var look = await DrawAsync();

        Assert.True(await Sandbox.Rooms.DrawAsync(Product, look.Keys!, new([1], [2], "another"), default, []));

        Assert.Equal(look.Seed!.Seed, (await LookAsync()).Seed!.Seed);
    }

    [Fact]
    public async Task Who_leaves_while_the_places_are_drawn_is_passed_over_too()
    {
        var epoch = await StartAsync(Gathering);
        await JoinAsync(Shopper(1), Shopper(2));
        await BeginAsync();
        var room = (await LookAsync()).Keys!;
        await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(1), 1, place: null);

        Assert.False(await Sandbox.Rooms.DrawAsync(Product, room, new([1], [2], ""), default, []));
        Assert.True(await Sandbox.Rooms.DrawAsync(Product, room, new([1], new byte[32], ""), default, [new(Shopper(1), 1, 1)]));
        Assert.Equal((2, 1, 1), ((await LookAsync()).Admitted, (await LookAsync()).Inside, (await LookAsync()).Skipped));
    }

    [Fact]
    public async Task G11_no_more_are_in_than_there_are_units_for()
    {
        await StartAsync(Open with { Ahead = 1.5m }, stock: 3);
        await JoinAsync([.. Enumerable.Range(1, 20).Select(Shopper)]);

        var look = await DrawAsync();
        Assert.Equal((5, 5), (look.Admitted, look.Inside)); // 1.5 times 3, rounded up.

        // Two have bought: there is one unit left, for which two may be in.
        Assert.Equal([OrderOutcome.Accepted, OrderOutcome.Accepted], await BuyAsync(1, 2));
        look = await LookAsync();
        Assert.Equal((5, 3, 2), (look.Admitted, look.Inside, look.Finished));

        Assert.Equal([OrderOutcome.Accepted], await BuyAsync(3));
        look = await LookAsync();
        Assert.Equal((RoomState.SoldOut, 5, 2, 3), (look.State, look.Admitted, look.Inside, look.Finished));
    }

    [Fact]
    public async Task Units_that_are_held_may_come_back_so_some_are_let_in_for_them()
    {
        await StartAsync(Open, stock: 2, holdSeconds: 300);
        await JoinAsync([.. Enumerable.Range(1, 20).Select(Shopper)]);
        await DrawAsync();

        await BuyAsync(1, 2);

        var look = await LookAsync();
        Assert.Equal((0, 2, 4, 2), (look.Remaining, look.Held, look.Admitted, look.Inside));
        Assert.Equal(RoomState.Moving, look.State);
    }

    [Fact]
    public async Task G11_only_who_is_in_buys_and_once()
    {
        await StartAsync(Open, stock: 2);
        await JoinAsync([.. Enumerable.Range(1, 5).Select(Shopper)]);
        await DrawAsync();

        Assert.Equal([OrderOutcome.NotAdmitted, OrderOutcome.NotAdmitted, OrderOutcome.Accepted, OrderOutcome.NotAdmitted], await BuyAsync(0, 3, 1, 1));
        Assert.Equal([OrderOutcome.NotAdmitted], await BuyAsync(1));
    }

    [Fact]
    public async Task Who_waits_for_one_product_buys_none_together_with_it()
    {
        var epoch = await StartAsync(Open);
        CartPart part = new() { ProductId = Product, Epoch = epoch, OrderId = Guid.NewGuid(), Quantity = 1 };

        var reply = await Sandbox.Carts.TakeAsync(new(Guid.NewGuid(), "ada", MustHold: false, [part]));

        Assert.Equal(OrderOutcome.NotAdmitted, reply.Outcome);
    }

    [Fact]
    public async Task G4_a_retry_of_an_order_needs_no_turn()
    {
        await StartAsync(Open, stock: 2);
        await JoinAsync(Shopper(1));
        await DrawAsync();
        var buy = Buy(shopperId: Shopper(1)) with { Place = 1 };

        Assert.Equal(OrderOutcome.Accepted, (await Sandbox.BuyAsync(Product, buy)).Results[0].Outcome);
        Assert.Equal(OrderOutcome.Replayed, (await Sandbox.BuyAsync(Product, buy)).Results[0].Outcome);
        Assert.Equal(OrderOutcome.Replayed, (await Sandbox.BuyAsync(Product, buy with { Place = 0 })).Results[0].Outcome);
    }

    [Fact]
    public async Task A_buy_that_is_refused_keeps_its_turn()
    {
        await StartAsync(Open, stock: 2);
        await JoinAsync(Shopper(1));
        await DrawAsync();

        Assert.Equal(OrderOutcome.SoldOut, (await Sandbox.BuyAsync(Product, Buy(quantity: 3) with { Place = 1 })).Results[0].Outcome);
        Assert.Equal([OrderOutcome.Accepted], await BuyAsync(1));
    }

    [Fact]
    public async Task G11_a_pass_lapses_and_makes_room()
    {
        await StartAsync(Open with { PassSeconds = 1 }, stock: 1);
        await JoinAsync(Shopper(1), Shopper(2));
        await DrawAsync();
        var lapses = await Sandbox.Rooms.FindPassAsync(Product, 1);
        Assert.NotNull(lapses);
        Assert.Null(await Sandbox.Rooms.FindPassAsync(Product, 2));

        var look = await Eventually.SeesAsync("the second to be let in", LookAsync, seen => seen.Admitted == 2);

        Assert.True(look.AsOf >= lapses);
        Assert.Equal((1, 1), (look.Lapsed, look.Inside));
        Assert.Equal([OrderOutcome.NotAdmitted, OrderOutcome.Accepted], await BuyAsync(1, 2));
    }

    [Fact]
    public async Task A_pass_that_has_lapsed_buys_nothing_even_if_nobody_has_looked()
    {
        await StartAsync(Open with { PassSeconds = 1 }, stock: 1);
        await JoinAsync(Shopper(1));
        var look = await DrawAsync();
        var lapses = await Sandbox.Rooms.FindPassAsync(Product, 1);

        await Eventually.SeesAsync("the pass to lapse", Sandbox.FindLedgerTimeAsync, now => now > lapses);

        Assert.Equal(1, look.Admitted);
        Assert.Equal([OrderOutcome.NotAdmitted], await BuyAsync(1));
    }

    [Fact]
    public async Task G11_the_line_passes_over_who_has_left()
    {
        var epoch = await StartAsync(Gathering, stock: 1);
        await JoinAsync([.. Enumerable.Range(1, 5).Select(Shopper)]);
        Assert.Equal(Leaving.Left, await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(1), 1, place: null));
        Assert.Equal(Leaving.Left, await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(2), 2, place: null));
        Assert.Equal([2], await JoinAsync(Shopper(2))); // Who comes back before the draw is who they were.
        await BeginAsync();
        var look = await DrawAsync();

        var late = 3L;
        Assert.Equal(Leaving.Changed, await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(3), late, place: null));
        Assert.Equal(Leaving.Left, await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(3), late, look.PlaceOf(late)));
        Assert.Equal(Leaving.Changed, await Sandbox.Rooms.LeaveAsync(Product, epoch + 1, Shopper(3), late, look.PlaceOf(late)));

        Assert.Equal(Leaving.NotTheirs, await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(4), 5, look.PlaceOf(5)));

        long[] staying = [look.PlaceOf(2)!.Value, look.PlaceOf(4)!.Value, look.PlaceOf(5)!.Value];
        foreach (var place in staying.Order())
        {
            Assert.NotNull(await Eventually.SeesAsync($"place {place} to be in", () => FindPassAsync(place), pass => pass is not null));
            Assert.Equal([OrderOutcome.Accepted], await BuyAsync(place));
            await Sandbox.Sales.RestockAsync(Product, epoch, 1, key: null);
        }

        Assert.Equal([6], await JoinAsync(Shopper(3))); // Who comes back later stands at the end.
        Assert.Equal([7], await JoinAsync(Shopper(1)));
    }

    [Fact]
    public async Task G11_who_left_before_the_draw_and_comes_back_after_it_stands_at_the_end_and_gets_in()
    {
        var epoch = await StartAsync(Gathering, stock: 10);
        await JoinAsync(Shopper(1), Shopper(2));
        await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(1), 1, place: null);
        await BeginAsync();
        await ChangeAsync(epoch, Open with { PerMinute = 0 });
        await DrawAsync();

        Assert.Equal([3], await JoinAsync(Shopper(1)));
        await ChangeAsync(epoch, Open);
        await LookAsync();

        Assert.NotNull(await FindPassAsync(3));
        Assert.Equal((3, 1, 2), ((await LookAsync()).Admitted, (await LookAsync()).Skipped, (await LookAsync()).Inside));
    }

    [Fact]
    public async Task G11_who_comes_back_while_the_places_are_drawn_is_not_passed_over_for_another_who_leaves()
    {
        var epoch = await StartAsync(Gathering);
        await JoinAsync(Shopper(1), Shopper(2));
        await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(1), 1, place: null);
        await BeginAsync();
        var room = (await LookAsync()).Keys!;
        await JoinAsync(Shopper(1));
        await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(2), 2, place: null);

        Assert.False(await Sandbox.Rooms.DrawAsync(Product, room, new([1], [2], ""), default, [new(Shopper(1), 1, 2)]));

        Assert.Equal([2], await Sandbox.Rooms.ListLeaversAsync(Product));
        Assert.Equal(RoomState.Drawing, (await LookAsync()).State);
    }

    [Fact]
    public async Task Who_leaves_when_in_makes_room_at_once()
    {
        var epoch = await StartAsync(Open, stock: 1);
        await JoinAsync(Shopper(1), Shopper(2));
        await DrawAsync();

        await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(1), 1, place: 1);

        var look = await LookAsync();
        Assert.Equal((2, 1, 1), (look.Admitted, look.Inside, look.Lapsed));
        Assert.Equal([OrderOutcome.NotAdmitted], await BuyAsync(1));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(6_000)]
    [InlineData(60_000)]
    public async Task G11_no_more_are_let_in_than_the_rate_allows(int perMinute)
    {
        await StartAsync(Open with { PerMinute = perMinute, Ahead = 100 }, stock: 100_000);
        for (var first = 0; first < 6_000; first += 1_000)
            await JoinAsync([.. Enumerable.Range(first, 1_000).Select(Shopper)]);

        var begin = await DrawAsync();
        var looks = new List<RoomLook> { begin };
        await Eventually.SeesAsync("the line to move for more than a second", LookAsync, look =>
        {
            looks.Add(look);
            return look.AsOf - begin.AsOf > TimeSpan.FromSeconds(1.5);
        });

        var burst = Math.Max(1, perMinute / 60.0);
        foreach (var earlier in looks)
            foreach (var later in looks.Where(look => look.AsOf >= earlier.AsOf))
                Assert.InRange(later.Admitted - earlier.Admitted, 0, burst + ((later.AsOf - earlier.AsOf).TotalMinutes * perMinute) + 0.001);

        // And hardly fewer: what the time allows is used.
        var (time, admitted) = ((looks[^1].AsOf - begin.AsOf).TotalMinutes, looks[^1].Admitted - begin.Admitted);
        Assert.InRange(admitted, (time * perMinute) - 1.001, double.MaxValue);
    }

    [Fact]
    public async Task The_rate_is_changed_while_the_line_moves()
    {
        var epoch = await StartAsync(Open with { PerMinute = 0 }, stock: 10);
        await JoinAsync([.. Enumerable.Range(1, 20).Select(Shopper)]);
        Assert.Equal((RoomState.Paused, 0), ((await DrawAsync()).State, (await LookAsync()).Admitted));

        await ChangeAsync(epoch, Open);
        Assert.Equal(10, (await Eventually.SeesAsync("the line to move", LookAsync, look => look.Admitted > 9)).Admitted);
    }

    [Fact]
    public async Task A_paused_sale_lets_nobody_in()
    {
        var epoch = await StartAsync(Open, stock: 10);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused);
        await JoinAsync(Shopper(1));

        Assert.Equal((RoomState.Paused, 0), ((await DrawAsync()).State, (await LookAsync()).Admitted));
    }

    [Fact]
    public async Task G11_with_the_rooms_data_lost_the_sale_waits_for_its_operator()
    {
        var epoch = await StartAsync(Open, stock: 10);
        await JoinAsync(Shopper(1));
        await DrawAsync();
        Assert.InRange(await LoseAsync(), 3, 5);

        Assert.Equal(RoomState.Lost, (await LookAsync()).State);
        Assert.Equal([0], await JoinAsync(Shopper(2)));
        Assert.Equal([OrderOutcome.NotAdmitted, OrderOutcome.NotAdmitted], await BuyAsync(1, 0));

        // Whatever else an operator changes brings no new room, for nobody would know the old places.
        await ChangeAsync(epoch, Open with { PerMinute = 60 });
        Assert.Equal(RoomState.Lost, (await LookAsync()).State);

        await ChangeAsync(epoch, null);
        Assert.Null((await Sandbox.Rooms.EnterAsync(Product, [], [])).Look);
        Assert.Equal([OrderOutcome.Accepted], await BuyAsync(0));

        await ChangeAsync(epoch, Open);
        Assert.Equal([1], await JoinAsync(Shopper(2)));
    }

    [Fact]
    public async Task A_room_that_begins_again_has_another_secret_and_none_of_the_earlier_members()
    {
        var epoch = await StartAsync(Open, stock: 10);
        await JoinAsync(Shopper(1), Shopper(2));
        var first = await DrawAsync();

        await ChangeAsync(epoch, null);
        await ChangeAsync(epoch, Open);

        var second = await LookAsync();
        Assert.Equal((RoomState.Drawing, 0, 0, 0), (second.State, second.Members, second.Admitted, second.Inside));
        Assert.NotEqual(first.Keys!.Secret, second.Keys!.Secret);
        Assert.NotEqual(first.Keys.Key, second.Keys.Key);
        Assert.Equal([OrderOutcome.NotAdmitted], await BuyAsync(1));
    }

    [Fact]
    public async Task G11_a_pass_of_an_earlier_room_is_for_no_place_of_the_next_where_nobody_has_looked_since()
    {
        var epoch = await StartAsync(Open);
        var desk = Sandbox.CreateRoomDesk();
        var look = (await desk.LookAsync(Product))!;
        var pass = RoomPass.Write(look.Keys!.Key, Product, epoch, "ada", 1, look.AsOf.AddMinutes(1));
        Assert.Equal(1, await desk.FindPlaceAsync(Product, "ada", pass));

        await ChangeAsync(epoch, null);
        await ChangeAsync(epoch, Open);

        await Eventually.SeesAsync("the pass to be worth nothing", () => desk.FindPlaceAsync(Product, "ada", pass), place => place == 0);
    }

    [Fact]
    public async Task G11_a_draw_that_comes_when_the_room_is_another_changes_nothing_of_it()
    {
        var epoch = await StartAsync(Open);
        var earlier = (await LookAsync()).Keys!;
        await ChangeAsync(epoch, null);
        await ChangeAsync(epoch, Gathering);
        await JoinAsync(Shopper(1));

        Assert.False(await Sandbox.Rooms.DrawAsync(Product, earlier, new([1], [2], ""), new byte[64], []));
        Assert.Equal(RoomState.Gathering, (await LookAsync()).State);

        await BeginAsync();
        await DrawAsync();
        var leaves = await Sandbox.Rooms.ReadLeavesAsync(Product, 0, 2);
        Assert.False(await Sandbox.Rooms.DrawAsync(Product, earlier, new([1], [2], ""), new byte[64], []));
        Assert.Equal(leaves, await Sandbox.Rooms.ReadLeavesAsync(Product, 0, 2));
    }

    [Fact]
    public async Task A_later_sale_has_a_room_of_its_own()
    {
        await StartAsync(Open, stock: 10);
        await JoinAsync(Shopper(1), Shopper(2));
        await DrawAsync();

        await StartAsync(Gathering, stock: 10);

        var look = await LookAsync();
        Assert.Equal((RoomState.Gathering, 0, null), (look.State, look.Members, look.Drawn));
        Assert.Equal([1], await JoinAsync(Shopper(2)));
    }

    [Fact]
    public async Task A_sale_with_a_room_reads_back()
    {
        var room = Open with { OpensAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123), StartsAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_999_456), PublicValue = "4, 8" };
        var epoch = await StartAsync(room);

        Assert.Equal(room, (await Sandbox.Sales.FindAsync(Product))!.Definition.Room);
        Assert.Equal(room, (await Sandbox.SaleStore.FindAsync(epoch, CancellationToken.None))!.Definition.Room);
        Assert.Equal(room, (await Sandbox.Office.FindRecordAsync(Product))!.Definition.Room);
    }

    [Fact]
    public async Task An_archived_sale_leaves_nothing_of_its_room()
    {
        var epoch = await StartAsync(Open, stock: 10);
        await JoinAsync(Shopper(1));
        await DrawAsync();
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);
        Assert.InRange(await CountKeysOfRoomAsync(), 3, 5);

        Assert.Equal(SaleChange.Done, await Sandbox.Sales.ArchiveAsync(Product, epoch));

        Assert.Equal(0, await CountKeysOfRoomAsync());
        Assert.Null((await Sandbox.Rooms.EnterAsync(Product, [], [])).Look);
    }

    [Fact]
    public async Task G11_a_unit_that_comes_back_is_held_for_who_stands_by_in_the_order_of_places()
    {
        var (epoch, held) = await SellOutAsync(units: 2);
        var (third, second) = (Standby(4), Standby(3));
        Assert.Equal(Standing.StandsBy, await StandByAsync(epoch, 4, third));
        Assert.Equal(Standing.StandsBy, await StandByAsync(epoch, 3, second));
        Assert.Equal(Standing.StandsBy, await StandByAsync(epoch, 3, second));
        Assert.Equal(2, (await LookAsync()).StandingBy);

        // In the same batch somebody who is in wants it, too.
        var reply = await Sandbox.BuyAsync(
            Product, OrderOperation.ToChange(held[0], new OrderChange.Release()), Buy(shopperId: "late") with { Place = (await LookAsync()).Admitted });

        Assert.Equal([OrderOutcome.Changed, OrderOutcome.SoldOut], reply.Results.Select(result => result.Outcome));
        Assert.Equal((true, false), (await IsHeldAsync(second), await IsHeldAsync(third)));
        Assert.Equal((1, 0), ((await LookAsync()).StandingBy, (await LookAsync()).Remaining));

        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held[1], new OrderChange.Release()));
        Assert.True(await IsHeldAsync(third));
        Assert.Equal(0, (await LookAsync()).StandingBy);
        Assert.True((await Sandbox.Sales.FindAsync(Product))!.IsBalanced);
    }

    [Fact]
    public async Task A_group_is_passed_over_three_times_and_then_units_gather_for_it()
    {
        var (epoch, held) = await SellOutAsync(units: 6);
        var group = Standby(10, quantity: 2);
        await StandByAsync(epoch, 10, group);
        OrderOperation[] singles = [.. Enumerable.Range(11, 4).Select(number => Standby(number))];
        foreach (var (i, single) in singles.Index())
            await StandByAsync(epoch, 11 + i, single);

        foreach (var order in held[..3])
            await Sandbox.BuyAsync(Product, OrderOperation.ToChange(order, new OrderChange.Release()));
        Assert.Equal("True, True, True, False", string.Join(", ", await Task.WhenAll(singles.Select(IsHeldAsync))));

        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held[3], new OrderChange.Release()));
        Assert.Equal((false, false, 1), (await IsHeldAsync(group), await IsHeldAsync(singles[3]), (await LookAsync()).Remaining));
        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held[4], new OrderChange.Release()));
        Assert.Equal((true, false), (await IsHeldAsync(group), await IsHeldAsync(singles[3])));
        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held[5], new OrderChange.Release()));
        Assert.True(await IsHeldAsync(singles[3]));
    }

    [Fact]
    public async Task Nobody_stands_by_while_units_are_left_or_where_they_are_sold_at_once()
    {
        var epoch = await StartAsync(Open, stock: 2, holdSeconds: 300);
        await JoinAsync(Shopper(1), Shopper(2));
        await DrawAsync();

        Assert.Equal(Standing.NotSoldOut, await StandByAsync(epoch, 1, Standby(1)));
        Assert.Equal(Standing.Changed, await StandByAsync(epoch + 1, 1, Standby(1)));
        Assert.Equal(Standing.NotTheirs, await StandByAsync(epoch, 2, Standby(1)));

        epoch = await StartAsync(Open, stock: 0);
        await JoinAsync(Shopper(1));
        await DrawAsync();
        Assert.Equal(Standing.HoldsNothing, await StandByAsync(epoch, 1, Standby(1)));
    }

    [Fact]
    public async Task Who_leaves_stands_by_no_more()
    {
        var (epoch, held) = await SellOutAsync(units: 1);
        var order = Standby(2);
        await StandByAsync(epoch, 2, order);

        await Sandbox.Rooms.LeaveAsync(Product, epoch, Shopper(2), 2, place: 2);
        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held[0], new OrderChange.Release()));

        Assert.False(await IsHeldAsync(order));
        Assert.Equal(0, (await LookAsync()).StandingBy);
    }

    [Fact]
    public async Task G5_who_has_as_many_as_one_may_have_is_not_held_more_and_the_next_is()
    {
        var (epoch, held) = await SellOutAsync(units: 2, limit: 1);
        var (of, next) = (Standby(1), Standby(3));
        await StandByAsync(epoch, 1, of);
        await StandByAsync(epoch, 3, next);

        await Sandbox.BuyAsync(Product, OrderOperation.ToChange(held[1], new OrderChange.Release()));
        await Sandbox.BuyAsync(Product, OverdueHolds.Lapse);

        Assert.Equal((false, true), (await IsHeldAsync(of), await IsHeldAsync(next)));
    }

    [Fact]
    public async Task Units_that_are_added_go_to_who_stands_by_once_anybody_looks()
    {
        var (epoch, _) = await SellOutAsync(units: 1);
        var order = Standby(2);
        await StandByAsync(epoch, 2, order);
        await Sandbox.Sales.RestockAsync(Product, epoch, 1, key: null);

        await Sandbox.CreateRoomDesk().LookAsync(Product);

        await Eventually.HoldsAsync("the unit to be held", () => IsHeldAsync(order));
    }

    /// <summary>A sale of which each unit is held for a shopper of that number; many more have joined.</summary>
    private async Task<(long Epoch, Guid[] Held)> SellOutAsync(int units, int limit = 0)
    {
        var epoch = (await Sandbox.Office.StartAsync(
            new() { ProductId = Product, Name = "Ticket", Stock = units, Room = Open, HoldSeconds = 300, HoldMaxSeconds = 300, LimitPerShopper = limit }, by: "test"))!.Value;
        await DrawAsync();
        await JoinAsync([.. Enumerable.Range(1, 20).Select(Shopper)]); // All after the start: their places are their numbers.
        await LookAsync();
        OrderOperation[] buys = [.. Enumerable.Range(1, units).Select(number => Buy(shopperId: Shopper(number)) with { Place = number })];
        Assert.All((await Sandbox.BuyAsync(Product, buys)).Results, result => Assert.Equal(OrderOutcome.Accepted, result.Outcome));
        return (epoch, [.. buys.Select(buy => buy.OrderId)]);
    }

    private static OrderOperation Standby(int number, int quantity = 1) => Buy(quantity, Shopper(number));

    private Task<Standing> StandByAsync(long epoch, int number, OrderOperation order) =>
        Sandbox.Rooms.StandByAsync(Product, epoch, number, place: number, order);

    private async Task<bool> IsHeldAsync(OrderOperation order) => await Sandbox.Sales.FindOrderAsync(Product, order.OrderId) is { State.Status: OrderStatus.Held };

    private static string Shopper(int number) => $"shopper-{number}";

    private async Task<long> StartAsync(Room room, int stock = 10, int holdSeconds = 0) =>
        (await Sandbox.Office.StartAsync(
            new() { ProductId = Product, Name = "Ticket", Stock = stock, Room = room, HoldSeconds = holdSeconds, HoldMaxSeconds = holdSeconds }, by: "test"))!.Value;

    // As the clock would: what is to come becomes what has come.
    private async Task BeginAsync() => await ChangeAsync((await LookAsync()).Epoch, Open);

    private async Task ChangeAsync(long epoch, Room? room)
    {
        var definition = (await Sandbox.Sales.FindAsync(Product))!.Definition with { Room = room };
        Assert.Equal(DefineOutcome.Changed, await Sandbox.Office.DefineAsync(definition, by: "test", epoch));
    }

    private async Task<RoomLook> LookAsync() => (await EnterAsync()).Look!;

    private async Task<IReadOnlyList<long>> JoinAsync(params string[] shoppers) => (await EnterAsync(shoppers)).Numbers;

    private async Task<(RoomLook? Look, IReadOnlyList<long> Numbers)> EnterAsync(params string[] shoppers)
    {
        var reply = await Sandbox.Rooms.EnterAsync(Product, shoppers, []);
        return (reply.Look, reply.Numbers);
    }

    private Task<DateTimeOffset?> FindPassAsync(long place) => LookAsync().ContinueWith(_ => Sandbox.Rooms.FindPassAsync(Product, place)).Unwrap();

    /// <summary>Draws as a front does.</summary>
    private async Task<RoomLook> DrawAsync()
    {
        var desk = Sandbox.CreateRoomDesk();
        await desk.LookAsync(Product);
        return await Eventually.SeesAsync("the places to be drawn", LookAsync, look => look.Seed is not null, bound: TimeSpan.FromSeconds(20));
    }

    private async Task<OrderOutcome[]> BuyAsync(params long[] places)
    {
        var reply = await Sandbox.BuyAsync(Product, [.. places.Select(place => Buy(shopperId: $"buyer-{place}") with { Place = place })]);
        return [.. reply.Results.Select(result => result.Outcome)];
    }

    // All that there is of a room in Redis.
    private async Task<long> CountKeysOfRoomAsync(Func<IDatabase, RedisKey[], Task<long>>? count = null)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(RealServices.Redis);
        var root = $"{Sandbox.Settings["FlashFlow:Redis:Prefix"]}:{{{Product}}}:room";
        RedisKey[] keys = [root, $"{root}-members", $"{root}-inside", $"{root}-left", $"{root}-standby", $"{root}-standby-orders", $"{root}-leaves"];
        return await (count?.Invoke(redis.GetDatabase(), keys) ?? redis.GetDatabase().KeyExistsAsync(keys));
    }

    private Task<long> LoseAsync() => CountKeysOfRoomAsync((database, keys) => database.KeyDeleteAsync(keys));
}
