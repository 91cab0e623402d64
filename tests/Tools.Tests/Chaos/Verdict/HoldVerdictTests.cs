using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Chaos.Verdict;
using StoredOrder = FlashFlow.Chaos.Verdict.StoredOrder;

namespace FlashFlow.Tools.Tests.Chaos.Verdict;

/// <summary>Holds that ended as they should, and each way in which they could have failed: the verdict must see every one of them.</summary>
public sealed class HoldVerdictTests : VerdictTests
{
    private static readonly Reply Confirmed = new(200, State: "confirmed");
    private static readonly Reply Expired = new(410, Code: "hold_expired");

    [Fact]
    public void Holds_that_ended_as_they_were_told_to_hold()
    {
        Pay(Hold("ada"));
        Lapse(Hold("ben"), Expired);
        Release(Hold("cleo"));
        Lapse(Hold("dan"), answer: null);
        Cancel(Pay(Hold("eve")), count: 1);

        Assert.Null(Wrong());
    }

    [Fact]
    public void G1_G2_a_unit_that_lapsed_or_was_cancelled_and_was_not_sold_again_is_seen()
    {
        Lapse(Hold("ada"), answer: null);
        Stock++;
        Assert.Contains("0 of 1 units of phone are sold", Wrong(), StringComparison.Ordinal);

        Stock--;
        Cancel(Pay(Hold("ben")), count: 1);
        Stock++;
        Assert.Contains("0 of 1 units of phone are sold", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G5_a_lapsed_hold_does_not_count_and_a_cancelled_order_does()
    {
        Limit = 1;
        Lapse(Hold("ada"), answer: null);
        Pay(Hold("ada"));
        Assert.Null(Wrong());

        Cancel(Pay(Hold("ben")), count: 1);
        Pay(Hold("ben"));
        Assert.Contains("ben has 2 units", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_an_order_that_is_stored_otherwise_than_the_ledger_has_it_is_seen()
    {
        var purchase = Pay(Hold("ada"));
        Ledger[purchase.OrderId] = Ledger[purchase.OrderId] with { IsReinstated = true };
        Assert.Contains("but the ledger has OrderState", Wrong(), StringComparison.Ordinal);

        Ledger.Remove(purchase.OrderId);
        Assert.Contains("but the ledger has no such order", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_a_deadline_that_only_the_ledger_extended_holds_and_one_that_it_forgot_is_seen()
    {
        var purchase = Pay(Hold("ada"));
        var state = Ledger[purchase.OrderId];
        Ledger[purchase.OrderId] = state with { ExpiresAt = state.ExpiresAt + TimeSpan.FromMinutes(1) };
        Assert.Null(Wrong());

        Ledger[purchase.OrderId] = state with { ExpiresAt = state.ExpiresAt - TimeSpan.FromMinutes(1) };
        Assert.Contains("but the ledger has", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_a_charge_without_a_unit_is_seen()
    {
        var purchase = Hold("ada");
        purchase.TakeConfirm(Confirmed);
        Lapse(purchase, answer: null);

        Assert.Contains("is charged without a unit", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_a_unit_without_a_charge_is_seen()
    {
        var purchase = Hold("ada");
        purchase.TakeConfirm(Expired);
        Store(purchase, OrderStatus.Confirmed, purchase.PaymentRef);
        Assert.Contains("was refused for good and has a unit", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_a_unit_of_which_no_shop_heard_is_seen()
    {
        var purchase = Hold("ada");
        Store(purchase, OrderStatus.Confirmed, purchase.PaymentRef);

        Assert.Contains("has units and was not charged", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_a_unit_of_another_payment_than_the_one_that_was_told_is_seen()
    {
        var purchase = Hold("ada");
        purchase.TakeConfirm(Confirmed);
        Store(purchase, OrderStatus.Confirmed, "another");

        Assert.Contains("is charged without a unit", Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrderStatus.Confirmed, null, "sold without a payment")]
    [InlineData(OrderStatus.Expired, "payment", "not sold and has a payment")]
    public void G9_a_state_that_does_not_fit_its_payment_is_seen(OrderStatus status, string? paymentRef, string wrong)
    {
        Store(Hold("ada"), status, paymentRef);

        Assert.Contains(wrong, Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G2_a_hold_that_never_ends_is_seen()
    {
        Store(Hold("ada"), OrderStatus.Held);

        Assert.Contains("is held still", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_a_release_that_was_told_and_is_not_stored_is_seen()
    {
        var released = Hold("ada");
        released.TakeRelease(new(200, State: "released"));
        Lapse(released, answer: null);
        Assert.Contains("was told to be released", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_a_cancel_that_was_told_and_is_not_stored_is_seen()
    {
        var cancelled = Pay(Hold("ben"));
        cancelled.TakeCancel(Confirmed, count: 1);
        Assert.Contains("1 units of order", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_an_answer_to_a_payment_that_changes_is_seen()
    {
        var purchase = Pay(Hold("ada"));
        purchase.TakeConfirm(Expired);

        Assert.Contains("which had been answered 200", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_a_second_payment_that_is_accepted_is_seen()
    {
        var purchase = Pay(Hold("ada"));
        purchase.TakeOther(Confirmed);

        Assert.Contains("another payment", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G9_a_payment_for_a_released_hold_that_is_accepted_is_seen()
    {
        var purchase = Release(Hold("ada"));
        purchase.TakeConfirm(Confirmed);

        Assert.Contains("after it was released", Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "unknown_order")]
    [InlineData(422, "amount_mismatch")]
    public void G9_an_answer_that_no_payment_gets_is_seen(int status, string code)
    {
        var purchase = Hold("ada");
        purchase.TakeConfirm(new(status, Code: code));
        Lapse(purchase, answer: null);

        Assert.Contains($"its payment was answered {status} {code}", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G4_a_refused_extension_release_or_cancel_that_should_not_be_is_seen()
    {
        var refusal = new Reply(409, Code: "already_confirmed");
        Action<Purchase>[] changes = [purchase => purchase.TakeExtend(refusal), purchase => purchase.TakeRelease(refusal), purchase => purchase.TakeCancel(refusal, 1)];
        Assert.All(changes, change =>
        {
            var purchase = new Purchase("phone", Guid.NewGuid(), units: 1);
            change(purchase);
            Assert.Contains("409 already_confirmed", purchase.Contradiction, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void G9_a_payment_without_an_answer_is_seen()
    {
        var purchase = Hold("ada");
        purchase.TakeConfirm(Lost);
        Lapse(purchase, answer: null);

        Assert.Contains("nobody heard what became of", Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TransitionKind.Confirmed)]
    [InlineData(TransitionKind.Refused)]
    public void G9_a_second_end_of_a_hold_is_seen(TransitionKind kind)
    {
        Happen(Pay(Hold("ada")), kind);

        Assert.Contains("was confirmed and", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_missing_is_seen()
    {
        Pay(Hold("ada"));
        Events[^1] = Events[^1] with { Seq = Events[^1].Seq + 1 };

        Assert.Contains("transitions of phone have numbers", Wrong(), StringComparison.Ordinal);
    }

    /// <summary>A hold that its shopper was told of; how it ended is to be stored yet.</summary>
    private Purchase Hold(string shopper)
    {
        HasHolds = true;
        var buy = Buy(shopper, key: null);
        Hear(buy, new Reply(202, OrderIds.New(TimeProvider.System), State: "held"));
        var purchase = new Purchase("phone", buy.OrderId!.Value, units: 1);
        Journal.Begin(purchase);
        return purchase;
    }

    private Purchase Pay(Purchase purchase)
    {
        purchase.TakeConfirm(Confirmed);
        Store(purchase, OrderStatus.Confirmed, purchase.PaymentRef);
        Happen(purchase, TransitionKind.Confirmed);
        return purchase;
    }

    private void Lapse(Purchase purchase, Reply? answer)
    {
        if (answer is { } reply)
            purchase.TakeConfirm(reply);
        Store(purchase, OrderStatus.Expired);
        Happen(purchase, TransitionKind.Expired);
    }

    private Purchase Release(Purchase purchase)
    {
        purchase.TakeRelease(new(200, State: "released"));
        Store(purchase, OrderStatus.Released);
        Happen(purchase, TransitionKind.Released);
        return purchase;
    }

    private void Cancel(Purchase purchase, int count)
    {
        purchase.TakeCancel(Confirmed, count);
        Stock -= Stored.Single(row => row.OrderId == purchase.OrderId).Sold;
        Stored.RemoveAll(row => row.OrderId == purchase.OrderId);
        Store(purchase, OrderStatus.Cancelled, purchase.PaymentRef, count);
        Happen(purchase, TransitionKind.Cancelled);
    }

    // What is sold was in stock.
    private void Store(Purchase purchase, OrderStatus status, string? paymentRef = null, int cancelled = 0)
    {
        var buy = Journal.Buys.Single(buy => buy.OrderId == purchase.OrderId);
        var state = new OrderState { Status = status, PaymentRef = paymentRef, Cancelled = cancelled, ExpiresAt = DateTimeOffset.UnixEpoch };
        var row = new StoredOrder(purchase.OrderId, Epoch, NextSeq(), purchase.Units, buy.ShopperId) { State = state };
        Stored.Add(row);
        Stock += row.Sold;
        Ledger[purchase.OrderId] = state;
    }

    private void Happen(Purchase purchase, TransitionKind kind) => Events.Add(new(Epoch, NextSeq(), kind, purchase.OrderId));
}
