using System.Text;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Draining;

public sealed class DeliveryTests
{
    [Fact]
    public void A_batch_of_orders_is_read_at_once()
    {
        var delivery = new Delivery(Batch(first: 5, count: 2).ToJson(), () => ValueTask.CompletedTask, "00-trace");
        Assert.Equal([Id(5), Id(6)], Assert.Single(delivery.Batches).OrderIds);
        Assert.Empty(delivery.Defects);
        Assert.Equal("00-trace", delivery.TraceParent);
    }

    [Fact]
    public void A_message_brings_the_batches_of_several_entries_in_their_order()
    {
        OutboxEntry[] entries = [Entry("1", Batch(first: 1, count: 2)), Entry("2", Batch(first: 3)), Entry("3", Batch(first: 4))];
        var delivery = new Delivery(OrderMessage.Join(entries), () => ValueTask.CompletedTask);
        Assert.Equal([1, 3, 4], delivery.Batches.Select(batch => batch.FirstPosition));
        Assert.Empty(delivery.Defects);
    }

    [Fact]
    public void A_bad_batch_among_good_ones_says_why_it_is_none()
    {
        var bad = (Batch() with { Epoch = 0 }).ToJson();
        OutboxEntry[] entries = [Entry("1", Batch(first: 1)), new(Product, "2", bad), Entry("3", Batch(first: 2))];
        var delivery = new Delivery(OrderMessage.Join(entries), () => ValueTask.CompletedTask);
        Assert.Equal([1, 2], delivery.Batches.Select(batch => batch.FirstPosition));
        var defect = Assert.Single(delivery.Defects);
        Assert.Equal(bad, defect.Body);
        Assert.Equal("Not a batch of orders: epoch 0 is less than 1.", defect.Reason);
    }

    [Fact]
    public void A_message_brings_orders_and_what_happened_to_others_line_by_line()
    {
        OutboxEntry[] entries = [new(Product, "1", Happened(5, To(1, TransitionKind.Confirmed) with { PaymentRef = "p" }).ToJson()), Entry("2", Held(first: 6))];
        var delivery = new Delivery(OrderMessage.Join(entries), () => ValueTask.CompletedTask);
        Assert.Equal(5, Assert.Single(delivery.Transitions).FirstSeq);
        Assert.Equal(6, Assert.Single(delivery.Batches).FirstPosition);
        Assert.Empty(delivery.Defects);
    }

    [Fact]
    public void A_bad_batch_of_transitions_says_why_it_is_none()
    {
        var bad = (Happened(5, To(1, TransitionKind.Released)) with { Epoch = 0 }).ToJson();
        var delivery = new Delivery(OrderMessage.Join([Entry("1", Batch(first: 1)), new(Product, "2", bad)]), () => ValueTask.CompletedTask);
        Assert.Single(delivery.Batches);
        var defect = Assert.Single(delivery.Defects);
        Assert.Equal(bad, defect.Body);
        Assert.Equal("Not a batch of transitions: epoch 0 is less than 1.", defect.Reason);
    }

    [Fact]
    public void An_empty_line_before_the_batches_takes_none_with_it()
    {
        byte[] body = [(byte)'\n', .. OrderMessage.Join([Entry("1", Batch(first: 1)), Entry("2", Batch(first: 2))]).Span];
        var delivery = new Delivery(body, () => ValueTask.CompletedTask);
        Assert.Equal([1, 2], delivery.Batches.Select(batch => batch.FirstPosition));
        Assert.Equal(0, Assert.Single(delivery.Defects).Body.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\n  \"v\": 1\n}\n")]
    public void A_message_without_a_batch_is_one_defect_as_it_came(string body)
    {
        var delivery = new Delivery(Encoding.UTF8.GetBytes(body), () => ValueTask.CompletedTask);
        Assert.Empty(delivery.Batches);
        var defect = Assert.Single(delivery.Defects);
        Assert.Equal(body, Encoding.UTF8.GetString(defect.Body.Span));
        Assert.StartsWith("Not a batch of orders: ", defect.Reason, StringComparison.Ordinal);
    }

    private static OutboxEntry Entry(string id, OrderBatch batch) => new(Product, id, batch.ToJson());
}
