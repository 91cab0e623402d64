using System.Text;
using System.Text.Json.Nodes;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Draining;

public sealed class TransitionBatchTests
{
    private static readonly TransitionBatch Two = Happened(
        102,
        new() { Kind = TransitionKind.Confirmed, OrderId = Id(101), Position = 101, Quantity = 2, PaymentRef = "pay-1" },
        new() { Kind = TransitionKind.Restocked, Units = 5 });

    // The ledger's script writes this form, and what lies in a broker or a dead-letter queue outlives an upgrade.
    private const string TwoAsJson =
        """
        {"transitions":1,"product":"phone","epoch":7,"first":102,"at":1795334450123,"events":[{"kind":"confirmed","order":"00000065-0000-0000-0000-000000000000","position":101,"quantity":2,"payment":"pay-1"},{"kind":"restocked","units":5}]}
        """;

    [Fact]
    public void Its_JSON_form_stays_as_it_is() => Assert.Equal(TwoAsJson, Encoding.UTF8.GetString(Two.ToJson()));

    [Fact]
    public void What_was_written_is_read() => Assert.Equivalent(Two, TransitionBatch.Parse(Two.ToJson()), strict: true);

    [Fact]
    public void A_transition_taken_out_keeps_its_number()
    {
        var second = Two.TransitionAt(1);
        Assert.Equal((103, 1), (second.FirstSeq, second.Count));
        Assert.Equal(TransitionKind.Restocked, second.Events[0].Kind);
    }

    [Theory]
    [InlineData("transitions", "2", "version 2 is not 1")]
    [InlineData("product", "\"Phone\"", "the product id is not one")]
    [InlineData("epoch", "0", "epoch 0 is less than 1")]
    [InlineData("first", "0", "number 0 is less than 1")]
    [InlineData("at", "-1", "time -1 is not before the year 10000")]
    [InlineData("events", "[]", "it has no transitions")]
    [InlineData("events", "[null]", "a transition is null")]
    [InlineData("events", "[{\"kind\":\"extended\",\"deadline\":253402300800000}]", "a deadline is not before the year 10000")]
    public void A_value_that_cannot_be_is_named(string member, string value, string defect) =>
        Assert.Equal($"Not a batch of transitions: {defect}.", Assert.Throws<FormatException>(() => Parse(member, value)).Message);

    [Theory]
    [InlineData("[{\"kind\":\"teleported\"}]")]
    [InlineData("[{\"order\":\"00000065-0000-0000-0000-000000000000\"}]")]
    public void What_is_no_kind_of_transition_is_none(string events)
    {
        Assert.StartsWith("Not a batch of transitions: ", Assert.Throws<FormatException>(() => Parse("events", events)).Message, StringComparison.Ordinal);
    }

    private static TransitionBatch Parse(string member, string value)
    {
        var json = JsonNode.Parse(TwoAsJson)!.AsObject();
        json[member] = JsonNode.Parse(value);
        return TransitionBatch.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
