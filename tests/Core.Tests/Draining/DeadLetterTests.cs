namespace FlashFlow.Core.Tests.Draining;

public sealed class DeadLetterTests
{
    [Fact]
    public void A_letter_is_named_by_the_hash_of_its_body()
    {
        var letter = new DeadLetter("hello"u8.ToArray(), "a reason", FirstSeen: null);
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", letter.Fingerprint);
        Assert.Equal("2cf24dba", letter.Id);
        Assert.Equal(letter.Id, (letter with { Reason = "another", Attempts = 2 }).Id);
        Assert.NotEqual(letter.Id, (letter with { Body = "Hello"u8.ToArray() }).Id);
    }
}
