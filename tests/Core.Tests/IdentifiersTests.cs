namespace FlashFlow.Core.Tests;

public sealed class IdentifiersTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("phone-15.pro_max")]
    [InlineData("0123456789")]
    public void These_are_product_ids(string text) => Assert.True(Identifiers.IsProductId(text));

    [Theory]
    [InlineData("")]
    [InlineData("Phone")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("{a}")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("téléphone")]
    public void These_are_no_product_ids(string text) => Assert.False(Identifiers.IsProductId(text));

    [Theory]
    [InlineData("a")]
    [InlineData("Ann+tickets@example.com")]
    [InlineData("auth0:59._-AZ09")]
    public void These_are_shopper_ids(string text) => Assert.True(Identifiers.IsShopperId(text));

    [Theory]
    [InlineData("")]
    [InlineData("ann smith")]
    [InlineData("ann/1")]
    [InlineData("ann\r\n")]
    [InlineData("ann\u007f")]
    [InlineData("änn")]
    public void These_are_no_shopper_ids(string text) => Assert.False(Identifiers.IsShopperId(text));

    [Theory]
    [InlineData("1")]
    [InlineData("!~")]
    [InlineData("{\"cart\":7}")]
    public void These_are_idempotency_keys(string text) => Assert.True(Identifiers.IsIdempotencyKey(text));

    [Theory]
    [InlineData("")]
    [InlineData("a key")]
    [InlineData("key\n")]
    [InlineData("key\u007f")]
    [InlineData("clé")]
    public void These_are_no_idempotency_keys(string text) => Assert.False(Identifiers.IsIdempotencyKey(text));

    [Fact]
    public void The_longest_names_pass_and_one_more_character_does_not()
    {
        Assert.True(Identifiers.IsProductId(new string('a', 64)));
        Assert.False(Identifiers.IsProductId(new string('a', 65)));
        Assert.True(Identifiers.IsShopperId(new string('a', 64)));
        Assert.False(Identifiers.IsShopperId(new string('a', 65)));
        Assert.True(Identifiers.IsIdempotencyKey(new string('a', 255)));
        Assert.False(Identifiers.IsIdempotencyKey(new string('a', 256)));
    }
}
